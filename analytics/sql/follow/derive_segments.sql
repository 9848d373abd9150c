-- What was played.
INSERT INTO warehouse.segment
WITH played AS (
    SELECT f.seq, f.happened, f.person, f.activity, f.session, coalesce(t.length, a.length) AS length,
        unnest(string_split(t.played, '[,]')) AS part
    FROM warehouse.fact f SEMI JOIN dirty USING (seq) JOIN warehouse.told t USING (seq) JOIN warehouse.activity a ON a.activity = f.activity
    WHERE t.played IS NOT NULL
), told AS (
    SELECT *, TRY_CAST(split_part(part, '[.]', 1) AS DOUBLE) AS starts, TRY_CAST(split_part(part, '[.]', 2) AS DOUBLE) AS ends FROM played
)
SELECT seq, happened, person, activity, session, starts, ends, length FROM told WHERE ends > starts AND starts >= 0 ORDER BY seq, starts;
