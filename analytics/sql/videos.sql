-- Of each video and each learner of a scope who played some of it: the seconds seen at least once, and all those played.
-- A session tells its segments again with every pause, so equal ones of one session are one; without session, of one day.
WITH told AS (
    SELECT s.person, s.activity, s.starts, least(s.ends, $longest::DOUBLE) AS ends, s.length,
        coalesce(s.session, f.day::VARCHAR) AS sitting, f.programme
    FROM warehouse.segment s
    JOIN (SELECT DISTINCT seq, person, day, programme FROM warehouse.scoped($scope)) f ON f.seq = s.seq AND f.person = s.person
    WHERE s.starts < $longest::DOUBLE
), video AS (
    SELECT t.activity, min(a.iri) AS iri, min(a.name) AS name, min(t.programme) AS programme,
        CASE WHEN coalesce(min(a.length), median(t.length)) BETWEEN 1 AND $longest::DOUBLE
            THEN coalesce(min(a.length), median(t.length)) END AS length
    FROM told t JOIN warehouse.activity a USING (activity)
    GROUP BY t.activity
), played AS (
    SELECT DISTINCT t.person, t.activity, t.sitting, t.starts, least(t.ends, coalesce(v.length, t.ends)) AS ends
    FROM told t JOIN video v USING (activity)
    WHERE t.starts < coalesce(v.length, t.ends)
), again AS (
    SELECT *, max(ends) OVER (
        PARTITION BY person, activity ORDER BY starts, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM played
)
SELECT v.iri AS activity, v.name, v.programme, v.length, p.person,
    sum(greatest(0, p.ends - greatest(p.starts, coalesce(p.before, p.starts)))) AS seen, sum(p.ends - p.starts) AS played
FROM again p JOIN video v USING (activity)
GROUP BY ALL
ORDER BY v.iri, p.person;
