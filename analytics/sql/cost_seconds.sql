-- Recorded seconds by month, programme, unit and job family, and by the days between which no price changes ($breaks).
SELECT date_trunc('month', t.day)::DATE AS month, min(t.day) AS day, t.programme, p.unit, p.job_family,
    sum(round(t.seconds)::BIGINT)::BIGINT AS seconds
FROM warehouse.timed($scope) t JOIN warehouse.person p USING (person)
GROUP BY date_trunc('month', t.day), len(list_filter($breaks::DATE[], lambda x: x <= t.day)), t.programme, p.unit, p.job_family
ORDER BY ALL;
