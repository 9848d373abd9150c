-- what was told of whoever is erased goes; what they changed in the ledger stays, without their name
SELECT
    * REPLACE (
        CASE WHEN lower(who) IN ($old, $old_mail) THEN $new_key ELSE who END AS who,
        CASE WHEN kind LIKE 'told %' THEN regexp_replace(value, $pattern, $new_key, 'gi') ELSE value END AS value
    )
FROM organisation.kept
WHERE NOT contains(lower(CASE WHEN kind LIKE 'told %' THEN key ELSE key || ' ' || value END), coalesce($old_mail, $old))
