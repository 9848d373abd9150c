SELECT seq, epoch_us(stored) FROM kept ORDER BY seq DESC LIMIT 1
