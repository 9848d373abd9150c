SELECT * REPLACE (CASE WHEN lower(who) IN ($old, $old_mail) THEN $new_key ELSE who END AS who)
FROM organisation.person_merge
