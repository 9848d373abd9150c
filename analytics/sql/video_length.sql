-- How long a video is, as last told, else as most say, else as far as anyone came.
SELECT a.length, median(s.length) AS said, max(least(s.ends, $longest::DOUBLE)) AS furthest
FROM warehouse.segment s JOIN warehouse.activity a USING (activity)
WHERE a.iri = $activity AND s.starts < $longest::DOUBLE
GROUP BY a.length;
