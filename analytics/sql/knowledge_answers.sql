-- Every answer to a question and every result of a test that learners of a scope gave about a competency, and the training
-- it came after: the last time before it that the person completed, or was at, something of a programme that teaches it.
-- A test of the same half day as the end of a training is of that day, unless nothing of that programme had begun. What
-- comes before any of it is a pre-test.
WITH learner AS (
    SELECT person, left_on FROM warehouse.people($scope) WHERE role = 'learner'
), taught AS (
    SELECT programme, competency FROM warehouse.programme_competency
    UNION
    SELECT programme, competency FROM warehouse.assessment WHERE programme IS NOT NULL AND competency IS NOT NULL
), planned AS (
    SELECT activity, max(ends) AS ends FROM warehouse.session GROUP BY activity HAVING count(*) = 1
), met AS (
    SELECT f.person, f.programme, f.happened AS starts, f.happened AS ends,
        f.verb IN ('completed', 'passed', 'mastered', 'watched', 'experienced') AS ended
    FROM warehouse.fact f
    SEMI JOIN learner l ON l.person = f.person
    LEFT JOIN warehouse.activity a ON a.activity = f.activity
    LEFT JOIN warehouse.type y ON y.type = a.type
    WHERE f.programme IS NOT NULL AND f.initiated AND coalesce(y.role, '') NOT IN ('assessment', 'question', 'survey')
      AND f.verb NOT IN ('registered', 'unregistered', 'invited', 'answered-invitation', 'logged-in', 'attended', 'answered')
    UNION ALL
    SELECT t.person, t.programme, t.starts, coalesce(p.ends, t.starts + to_seconds(coalesce(t.seconds, t.planned_seconds, 0))), TRUE
    FROM warehouse.attendance t
    SEMI JOIN learner l ON l.person = t.person
    LEFT JOIN warehouse.activity a ON a.activity = t.activity
    LEFT JOIN planned p ON p.activity = a.iri
    WHERE t.programme IS NOT NULL AND t.present
), begun AS (
    SELECT m.person, t.competency, min(m.starts) AS begun FROM met m JOIN taught t USING (programme) GROUP BY ALL
), entered AS (
    SELECT person, programme, min(starts) AS entered FROM met GROUP BY ALL
), trained AS (
    SELECT person, competency, ends AS trained, max(programme) AS programme, greatest(ends - INTERVAL 12 HOUR, min(entered)) AS reach
    FROM met JOIN entered USING (person, programme) JOIN taught USING (programme) WHERE ended GROUP BY person, competency, ends
), training AS (
    SELECT *, lead(trained) OVER (PARTITION BY person, competency ORDER BY trained) AS again FROM trained
), judged AS (
    SELECT activity, any_value(programme) AS programme, any_value(competency) AS competency,
        min(scaled) FILTER (success) AS mark, max(scaled) FILTER (NOT success) AS under
    FROM warehouse.assessment WHERE NOT question AND scaled IS NOT NULL AND success IS NOT NULL GROUP BY activity
), marked AS (  -- forms of one test have one mark, where nothing says otherwise: one alone tells it from few results
    SELECT activity, CASE WHEN shared > beneath THEN shared ELSE mark END AS mark, CASE WHEN shared > beneath THEN beneath ELSE under END AS under
    FROM (SELECT *, min(mark) OVER forms AS shared, max(under) OVER forms AS beneath
          FROM judged WINDOW forms AS (PARTITION BY programme, competency))
), answer AS (
    SELECT DISTINCT s.seq, s.person, s.competency, s.programme, s.happened, s.question, v.iri, s.activity,
        CASE WHEN s.question THEN coalesce(r.equivalent_to, q.equivalent_to, v.iri) END AS item,
        CASE WHEN s.question AND s.success IS NOT NULL THEN s.success::INTEGER::DOUBLE
             WHEN s.scaled IS NOT NULL THEN least(1, greatest(0, s.scaled)) END AS score,  -- greatest(0, NULL) is 0
        s.success, coalesce(s.supervised, FALSE) AS supervised
    FROM warehouse.assessment s
    SEMI JOIN learner l ON l.person = s.person
    JOIN warehouse.fact f ON f.seq = s.seq AND f.person = s.person
    JOIN warehouse.activity v ON v.activity = s.activity
    LEFT JOIN warehouse.type y ON y.type = v.type
    LEFT JOIN warehouse.question q ON q.activity = v.iri
    LEFT JOIN warehouse.question r ON r.activity = q.equivalent_to
    WHERE s.competency IS NOT NULL AND (s.scaled IS NOT NULL OR s.success IS NOT NULL)
      AND (s.question OR y.role = 'assessment' OR f.verb IN ('passed', 'failed', 'scored', 'mastered'))
      AND ($asof::DATE IS NULL OR warehouse.day(s.happened, $scope) <= $asof::DATE)
)
SELECT a.seq, a.person, l.left_on, a.competency, coalesce(e.programme, a.programme) AS programme, a.happened, a.question, a.iri,
    a.item, a.score, a.success, a.supervised, CASE WHEN m.mark > coalesce(m.under, -1) AND m.under IS NOT NULL THEN m.mark END AS mark,
    CASE WHEN a.happened >= b.begun THEN e.trained END AS trained, e.again,
    CASE WHEN a.happened >= b.begun THEN greatest(0, epoch(a.happened - e.trained) / 86400) END AS days,
    b.begun IS NOT NULL AND a.happened < b.begun AS before,
    a.happened >= b.begun AND a.programme IS NOT NULL AND a.programme <> e.programme AS retaught
FROM answer a
JOIN learner l USING (person)
LEFT JOIN begun b ON b.person = a.person AND b.competency = a.competency
ASOF LEFT JOIN training e ON e.person = a.person AND e.competency = a.competency AND e.reach <= a.happened
LEFT JOIN marked m ON NOT a.question AND m.activity = a.activity
SEMI JOIN warehouse.programmes($scope) g ON g.programme = coalesce(e.programme, a.programme)
ORDER BY a.person, a.competency, a.happened, a.seq;
