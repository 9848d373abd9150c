SELECT DISTINCT CASE WHEN agent = $old THEN $new ELSE agent END AS agent FROM authority
