-- keys stay apart: whoever is erased into an identity that is a person already gets a number behind it
SELECT
    * REPLACE (
        CASE
            WHEN lower(key) NOT IN ($old, coalesce($old_mail, $old)) THEN key
            WHEN EXISTS (SELECT 1 FROM organisation.person WHERE key = $new_key) THEN $new_key || ' ' || person
            ELSE $new_key
        END AS key,
        CASE WHEN lower(manager) IN ($old, $old_mail) THEN $new_key ELSE manager END AS manager,
        CASE
            WHEN person IN (SELECT person FROM organisation.person_identifier WHERE lower(identifier) = $old) THEN NULL
            ELSE name
        END AS name,
        CASE WHEN lower(email) = $old_mail THEN $new_mail ELSE email END AS email
    )
FROM organisation.person
