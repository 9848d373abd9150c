SELECT id, epoch_us(stored), body FROM kept WHERE seq > $seq ORDER BY seq
