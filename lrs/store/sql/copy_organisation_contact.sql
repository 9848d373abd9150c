-- what was noted of a conversation may name whoever is erased
SELECT * REPLACE (CASE WHEN lower(who) IN ($old, $old_mail) THEN $new_key ELSE who END AS who)
FROM organisation.contact
WHERE person NOT IN (SELECT person FROM organisation.person_identifier WHERE lower(identifier) = $old)
