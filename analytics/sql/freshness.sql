-- How far the warehouse has read, what is still to read, and when the newest statement came.
SELECT
    s.watermark,
    (SELECT coalesce(max(seq), 0) FROM statement) - s.watermark AS waiting,
    (SELECT max(stored) FROM statement) AS stored
FROM warehouse.state s;
