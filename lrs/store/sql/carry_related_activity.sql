INSERT INTO related_activity
SELECT incoming.seq, related_activity.source, related_activity.activity
FROM incoming
JOIN related_activity ON related_activity.seq = incoming.source AND related_activity.source = incoming.source
