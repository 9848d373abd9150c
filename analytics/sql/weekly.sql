-- Each person's clicks and days in each week of seven days from $origin on, of those who clicked.
SELECT floor(date_diff('day', $origin::DATE, day) / 7)::INTEGER AS week, person, sum(clicks) AS clicks, count(DISTINCT day) AS days
FROM warehouse.scoped($scope)
WHERE clicks IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
