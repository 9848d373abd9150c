-- The newest thing read, how many statements were read, and how many of them were understood: who, when, and every word.
SELECT
    (SELECT max(happened) FROM warehouse.fact) AS happened,
    (SELECT count(*) FROM warehouse.unreadable) + count(*) AS read,
    count(*) FILTER (WHERE kind NOT IN ('nobody', 'no time', 'unmapped')) AS understood
FROM warehouse.outcome;
