-- The newest thing read, how many statements were read, and how many of them were understood.
SELECT
    (SELECT max(happened) FROM warehouse.fact) AS happened,
    (SELECT count(*) FROM warehouse.unreadable) + count(*) AS read,
    count(*) FILTER (WHERE kind NOT IN ('nobody', 'no time')) AS understood
FROM warehouse.outcome;
