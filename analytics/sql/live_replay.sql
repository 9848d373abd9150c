-- Who followed webinars live, who in replay.
SELECT person, bool_or(modality = 'webinar') AS live, bool_or(modality <> 'webinar') AS replay
FROM warehouse.rolled($scope)
WHERE initiated > 0 AND modality IN ('webinar', 'replay')
GROUP BY person
ORDER BY person;
