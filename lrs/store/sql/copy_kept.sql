SELECT seq, epoch_us(stored), id, CASE WHEN authority = $old THEN $new ELSE authority END, body
FROM kept
WHERE seq > $after
ORDER BY seq
LIMIT $most
