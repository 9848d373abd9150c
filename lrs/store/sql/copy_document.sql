SELECT kind, id, activity, agent, registration, content, content_type, epoch_us(updated)
FROM document
ORDER BY updated
