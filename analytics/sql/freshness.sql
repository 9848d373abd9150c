-- How far the warehouse has read, what is still to read, and how much of it was understood.
SELECT
    s.watermark,
    (SELECT coalesce(max(seq), 0) FROM statement) - s.watermark AS waiting,
    (SELECT max(stored) FROM statement) AS stored,
    (SELECT max(happened) FROM warehouse.fact) AS happened,
    (SELECT count(*) FROM warehouse.outcome) + (SELECT count(*) FROM warehouse.unreadable) AS read,
    (SELECT count(*) FROM warehouse.outcome WHERE kind NOT IN ('nobody', 'no time')) AS understood
FROM warehouse.state s;
