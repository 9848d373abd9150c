-- What no session and no sheet tells: each statement lasts until the person's next, five minutes at most, fifteen in a
-- test; over half an hour, or with another registration, another session begins. A duration that a tool told within
-- counts where it is longer.
CREATE OR REPLACE TEMP TABLE picked AS
SELECT f.seq, f.person FROM warehouse.fact f
JOIN reopened r ON r.person = f.person AND f.happened >= r.starts AND f.happened <= r.ends
WHERE f.happened >= (SELECT min(starts) FROM reopened) AND f.happened <= (SELECT max(ends) FROM reopened)
UNION
SELECT f.seq, f.person FROM warehouse.fact f SEMI JOIN dirty USING (seq);

CREATE OR REPLACE TEMP TABLE run AS
WITH here AS (
    SELECT f.seq, f.person, f.happened, f.registration, f.programme, f.modality, f.device, f.language, f.verb,
        CASE WHEN coalesce(y.role, '') <> 'course' THEN f.seconds END AS seconds,
        coalesce(y.role, '') IN ('assessment', 'question') AS tested,
        lag(f.happened) OVER w AS before, lead(f.happened) OVER w AS next, lag(f.registration) OVER w AS registered
    FROM warehouse.fact f
    SEMI JOIN picked USING (seq, person)
    LEFT JOIN warehouse.activity a ON a.activity = f.activity
    LEFT JOIN warehouse.type y ON y.type = a.type
    WHERE warehouse.loose(f.initiated, f.session, f.verb)
    WINDOW w AS (PARTITION BY f.person ORDER BY f.happened, f.seq)
), parted AS (
    SELECT *, before IS NULL OR happened - before > INTERVAL 30 MINUTE AS apart FROM here
)
SELECT *,
    sum(apart::INTEGER) OVER w AS stretch,
    sum((apart OR registration IS DISTINCT FROM registered)::INTEGER) OVER w AS sitting
FROM parted
WINDOW w AS (PARTITION BY person ORDER BY happened, seq ROWS UNBOUNDED PRECEDING);

INSERT INTO warehouse.stretch SELECT person, min(happened), max(happened) FROM run GROUP BY person, stretch ORDER BY ALL;

CREATE OR REPLACE TEMP TABLE timed_gap (
    person, programme, modality, starts, ends, seconds, rule, device, language, session, registration, activity, began
) AS
WITH part AS (
    SELECT person, sitting, programme, modality, device, language, registration, min(happened) AS starts,
        max(happened + to_seconds(warehouse.gap(happened, next, tested))) AS ends,
        greatest(sum(warehouse.gap(happened, next, tested)),
            coalesce(max(seconds) FILTER (seconds <= 28800), 0)) AS seconds
    FROM run GROUP BY ALL
)
SELECT person, programme, modality, starts, ends, seconds, 'gaps', device, language, NULL, registration, NULL,
    min(starts) OVER (PARTITION BY person, sitting)
FROM part;
