SELECT id, seq, epoch_us(stored), body, authority
FROM kept
WHERE id = $id
