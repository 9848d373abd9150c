-- The sessions tools named. What cmi5 says at the end goes before all else, then another duration told, then what was
-- played of a video, then the gaps. A room's session is timed by `time_presence`, where attendance says how long.
CREATE OR REPLACE TEMP TABLE timed_session (
    person, programme, modality, starts, ends, seconds, rule, device, language, session, registration, activity, began
) AS
WITH here AS (
    SELECT f.*, coalesce(y.role, '') IN ('assessment', 'question') AS tested,
        lead(f.happened) OVER (PARTITION BY f.person, f.session ORDER BY f.happened, f.seq) AS next
    FROM warehouse.fact f
    SEMI JOIN touched_session USING (person, session)
    LEFT JOIN warehouse.activity a ON a.activity = f.activity
    LEFT JOIN warehouse.type y ON y.type = a.type
    WHERE f.initiated OR f.verb = 'abandoned'
), played AS (
    SELECT person, session, activity, starts, ends, max(ends) OVER (
        PARTITION BY person, session, activity ORDER BY starts, ends, seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS seen
    FROM warehouse.segment SEMI JOIN touched_session USING (person, session)
), watched AS (
    SELECT person, session, sum(greatest(0, ends - greatest(starts, coalesce(seen, starts)))) AS seconds
    FROM played GROUP BY person, session
), stay AS (
    SELECT h.person, h.session FROM here h
    JOIN warehouse.attendance t ON t.person = h.person AND t.activity = h.activity
        AND t.starts::DATE <= h.happened::DATE AND t.happened::DATE >= h.happened::DATE
    WHERE h.verb IN ('joined', 'left') AND t.seconds > 0
), one AS (
    SELECT person, session, min(happened) AS began, max(happened) AS ended,
        max(seconds) FILTER (verb IN ('terminated', 'abandoned')) AS at_end,
        max(seconds) FILTER (verb IN ('completed', 'passed', 'failed', 'suspended', 'exited', 'scored')) AS told,
        sum(warehouse.gap(happened, next, tested)) AS gaps,
        arg_min(programme, (happened, seq)) AS programme,
        arg_min(modality, (happened, seq)) AS modality,
        arg_min(device, (happened, seq)) AS device,
        arg_min(language, (happened, seq)) AS language,
        arg_min(registration, (happened, seq)) AS registration,
        arg_min(activity, (happened, seq)) AS activity
    FROM here GROUP BY person, session HAVING bool_or(initiated)
)
SELECT o.person, o.programme, o.modality, o.began,
    greatest(o.ended, o.began + to_seconds(coalesce(o.at_end, o.told, w.seconds, o.gaps))),
    coalesce(o.at_end, o.told, w.seconds, o.gaps),
    CASE WHEN coalesce(o.at_end, o.told) IS NOT NULL THEN 'cmi5' WHEN w.seconds IS NOT NULL THEN 'video' ELSE 'gaps' END,
    o.device, o.language, o.session, o.registration, o.activity, o.began
FROM one o LEFT JOIN watched w USING (person, session)
ANTI JOIN stay s ON s.person = o.person AND s.session = o.session;
