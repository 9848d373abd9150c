SELECT id, epoch_us(max(updated))
FROM document
WHERE kind = $kind AND activity = $activity AND agent = $agent
    AND ($registration IS NULL OR registration = $registration)
    AND ($since IS NULL OR updated > make_timestamp($since))
GROUP BY id
ORDER BY id
