-- From day to day, who is newly counted as active in the last $widths days and who no longer is: added up from the
-- first day on, the changes of a width give how many people were active in that many days ending that day.
-- With $weekdays, Saturdays and Sundays count for nothing.
WITH active AS (
    SELECT DISTINCT person, day FROM warehouse.rolled($scope)
    WHERE initiated > 0 AND (NOT $weekdays OR isodow(day) < 6)
), spans AS (
    SELECT w.width, a.day AS starts,
        least(a.day + w.width::INTEGER, lead(a.day) OVER (PARTITION BY w.width, a.person ORDER BY a.day)) AS ends
    FROM active a CROSS JOIN (SELECT unnest($widths::INTEGER[]) AS width) w
)
SELECT width, day, sum(change)::BIGINT AS change
FROM (
    SELECT width, starts AS day, 1 AS change FROM spans
    UNION ALL
    SELECT width, ends, -1 FROM spans
)
GROUP BY width, day
ORDER BY width, day;
