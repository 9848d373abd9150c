SELECT *
FROM organisation.kept
WHERE NOT contains(lower(key || ' ' || value), coalesce($old_mail, $old))
