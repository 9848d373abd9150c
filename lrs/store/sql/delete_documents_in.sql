DELETE FROM document
WHERE kind = $kind AND activity = $activity AND agent = $agent
    AND ($registration IS NULL OR registration = $registration)
