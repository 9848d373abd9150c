-- what was noted of a conversation may name whoever is erased
SELECT *
FROM organisation.contact
WHERE person NOT IN (SELECT person FROM organisation.person_identifier WHERE lower(identifier) = $old)
