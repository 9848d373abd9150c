-- For each thing amiss in a scope, how much of each figure would go with the statements it is amiss with. A person goes
-- when nothing else of theirs stays, and with a statement at most the hours of the session it is of. What is timed
-- knows no course: of one, no hours are told.
WITH here AS (
    SELECT seq, person, initiated, verb, programme, happened FROM warehouse.facts($scope)
), timed AS (
    SELECT row_number() OVER () AS sitting, person, programme, starts, ends, seconds / 3600 AS hours
    FROM warehouse.timed($scope) WHERE seconds > 0 AND ($scope).course IS NULL
), amiss AS (
    SELECT DISTINCT r.kind, r.seq FROM warehouse.remark r SEMI JOIN here USING (seq)
), kinds AS (
    SELECT DISTINCT kind FROM amiss
), counted AS (
    SELECT 'statements' AS figure, seq, person FROM here
    UNION ALL
    SELECT 'completions', seq, person FROM here WHERE verb IN ('completed', 'passed', 'satisfied')
    UNION ALL
    SELECT 'scores', s.seq, s.person FROM warehouse.assessment s SEMI JOIN here h ON h.seq = s.seq AND h.person = s.person
), totals AS (
    SELECT figure, count(*) AS total FROM counted GROUP BY figure
    UNION ALL
    SELECT 'active people', count(DISTINCT person) FROM here WHERE initiated
    UNION ALL
    SELECT 'hours', sum(hours) FROM timed
), within AS (
    SELECT DISTINCT a.kind, t.sitting, t.person, t.hours
    FROM amiss a
    JOIN here h USING (seq)
    JOIN timed t ON t.person = h.person AND t.programme IS NOT DISTINCT FROM h.programme
        AND h.happened BETWEEN t.starts AND t.ends
), lone AS (
    SELECT k.kind, h.person
    FROM here h CROSS JOIN kinds k
    LEFT JOIN amiss a ON a.kind = k.kind AND a.seq = h.seq
    WHERE h.initiated
    GROUP BY k.kind, h.person
    HAVING count(*) = count(a.seq)
), found AS (
    SELECT a.kind, c.figure, count(DISTINCT c.person) AS learners, count(*) AS amount
    FROM counted c JOIN amiss a USING (seq) GROUP BY a.kind, c.figure
    UNION ALL
    SELECT kind, 'active people', count(*), count(*) FROM lone GROUP BY kind
    UNION ALL
    SELECT kind, 'hours', count(DISTINCT person), sum(hours) FROM within GROUP BY kind
)
SELECT f.kind, f.figure, f.learners, round(f.amount) AS amount, round(t.total) AS total, f.amount / t.total AS share
FROM found f JOIN totals t USING (figure)
ORDER BY f.kind, f.figure;
