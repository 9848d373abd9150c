SELECT
    word.text AS authority,
    min(kept.stored) AS first,
    max(kept.stored) AS last,
    count(*) FILTER (kept.stored > $day) AS day,
    count(*) FILTER (kept.stored > $week) AS week,
    count(*) AS statements
FROM kept
JOIN word ON word.key = kept.authority
GROUP BY word.text
ORDER BY last DESC
