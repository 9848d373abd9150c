SELECT * REPLACE (CASE WHEN lower(person) IN ($old, $old_mail) THEN $new_key ELSE person END AS person)
FROM organisation.assignment
