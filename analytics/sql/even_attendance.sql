-- The sessions that people of a scope came to, of each programme: how many, and how many were present, theirs or not.
WITH own AS (
    SELECT DISTINCT a.activity, a.starts
    FROM warehouse.attendance a
    SEMI JOIN warehouse.facts($scope) f ON f.seq = a.seq AND f.person = a.person
), each AS (
    SELECT a.programme, a.activity, a.starts, count(DISTINCT a.person) FILTER (a.present) AS present
    FROM warehouse.attendance a
    SEMI JOIN own ON own.activity = a.activity AND own.starts IS NOT DISTINCT FROM a.starts
    WHERE a.programme IS NOT NULL
    GROUP BY ALL
)
SELECT programme, count(*) AS sessions, sum(present)::BIGINT AS present
FROM each WHERE present > 0
GROUP BY programme
ORDER BY programme;
