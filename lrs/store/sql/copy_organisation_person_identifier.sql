SELECT CASE WHEN lower(identifier) = $old THEN $new ELSE identifier END AS identifier, person
FROM organisation.person_identifier
WHERE lower(identifier) <> $old
    OR NOT EXISTS (SELECT 1 FROM organisation.person_identifier WHERE identifier = $new)
