-- How far the warehouse has read, what is still to read, and how much of it was understood.
SELECT
    s.watermark,
    (SELECT coalesce(max(seq), 0) FROM statement) - s.watermark AS waiting,
    (SELECT max(stored) FROM statement) AS stored,
    (SELECT max(happened) FROM warehouse.fact) AS happened,
    (SELECT coalesce(sum(statements), 0) FROM warehouse.ledger)::BIGINT + (SELECT count(*) FROM warehouse.unreadable) AS read,
    (SELECT coalesce(sum(statements), 0) FROM warehouse.ledger WHERE kind NOT IN ('nobody', 'no time'))::BIGINT AS understood
FROM warehouse.state s;
