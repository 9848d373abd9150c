SELECT * REPLACE (
    CASE WHEN agent = $old THEN $new ELSE agent END AS agent,
    CASE WHEN authority = $old THEN $new ELSE authority END AS authority
)
FROM unit
