SELECT * REPLACE (CASE WHEN lower(trainer) = $old_mail THEN $new_mail ELSE trainer END AS trainer)
FROM organisation.session
