-- What each person's evidence of each competency said by the end of $asof, by unit ('' is everyone): those who must have
-- it by a programme assigned to them, and those who have any evidence. Single questions are no evidence.
WITH placed AS (
    SELECT '' AS unit, person FROM warehouse.people($scope)
    UNION
    SELECT u.ancestor, p.person
    FROM warehouse.people($scope) p
    JOIN warehouse.membership m ON m.person = p.person
    JOIN warehouse.under u ON u.unit = m.unit
), required AS (
    SELECT DISTINCT a.person, c.competency
    FROM warehouse.assigned a
    JOIN warehouse.programme_competency c USING (programme)
    SEMI JOIN warehouse.programmes($scope) g ON g.programme = a.programme
    WHERE NOT a.exempt AND a.assigned <= $asof::DATE
), evidence AS (
    SELECT person, competency, happened, seq, kind = 'acquired' AS held, expires, kind = 'expired' AS ended
    FROM warehouse.competency_event
    UNION ALL
    SELECT person, competency, happened, seq, success, NULL, FALSE
    FROM warehouse.assessment
    WHERE NOT question AND success IS NOT NULL AND competency IS NOT NULL
), last AS (
    SELECT person, competency, bool_or(held) AS acquired, arg_max(held, (happened, seq)) AS held,
        arg_max(ended, (happened, seq)) AS ended, arg_max(expires, (happened, seq)) FILTER (held) AS expires,
        $asof::DATE - max(warehouse.day(happened, $scope)) AS age
    FROM evidence
    WHERE warehouse.day(happened, $scope) <= $asof::DATE
    GROUP BY ALL
), every AS (
    SELECT coalesce(r.person, l.person) AS person, coalesce(r.competency, l.competency) AS competency,
        r.person IS NOT NULL AS required, coalesce(l.acquired, FALSE) AS acquired, l.person IS NULL AS never,
        coalesce(l.acquired AND (l.ended OR l.expires <= $asof::DATE), FALSE) AS expired, coalesce(l.held, FALSE) AS held, l.age
    FROM required r FULL JOIN last l ON l.person = r.person AND l.competency = r.competency
)
SELECT p.unit, e.person, e.competency, e.required, e.acquired, e.never, e.expired,
    e.acquired AND e.held AND NOT e.expired AS held, e.age
FROM every e
JOIN placed p ON p.person = e.person
WHERE (len(($scope).programmes::VARCHAR[]) = 0 AND ($scope).modality::VARCHAR IS NULL) OR e.competency IN (
    SELECT c.competency FROM warehouse.programme_competency c SEMI JOIN warehouse.programmes($scope) g USING (programme))
ORDER BY p.unit, e.competency, e.person;
