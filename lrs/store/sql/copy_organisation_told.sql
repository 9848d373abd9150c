-- who told a line last, and the file it came in: one that is written on a page is called after who did
SELECT
    * REPLACE (
        CASE WHEN lower(who) IN ($old, $old_mail) THEN $new_key ELSE who END AS who,
        regexp_replace(file, $pattern, $new_key, 'gi') AS file
    )
FROM organisation.{table}
