-- How many learners of a scope saw the middle of each part of a video, $width seconds long, and how often it was played.
WITH told AS (
    SELECT DISTINCT s.person, coalesce(s.session, f.day::VARCHAR) AS sitting, s.starts, s.ends
    FROM warehouse.segment s
    JOIN warehouse.activity a ON a.activity = s.activity AND a.iri = $activity
    JOIN (SELECT DISTINCT seq, person, day FROM warehouse.scoped($scope)) f ON f.seq = s.seq AND f.person = s.person
), part AS (
    SELECT range * $width::DOUBLE AS starts, least((range + 1) * $width::DOUBLE, $length::DOUBLE) AS ends
    FROM range(0, $parts::BIGINT)
), audience AS (
    SELECT count(DISTINCT person) AS learners FROM told
)
SELECT p.starts, p.ends, n.learners, count(DISTINCT t.person) AS viewers, count(t.person) AS plays
FROM part p
CROSS JOIN audience n
LEFT JOIN told t ON t.starts <= (p.starts + p.ends) / 2 AND t.ends > (p.starts + p.ends) / 2
GROUP BY p.starts, p.ends, n.learners
ORDER BY p.starts;
