-- Of the steps that a batch may do without, those that this one needs.
SELECT 'derive_segments' AS step WHERE EXISTS (FROM warehouse.told SEMI JOIN dirty USING (seq) WHERE played IS NOT NULL)
UNION ALL
SELECT 'derive_assessments' WHERE EXISTS (
    FROM warehouse.told SEMI JOIN dirty USING (seq) WHERE coalesce(scaled, raw) IS NOT NULL OR success IS NOT NULL)
    OR EXISTS (FROM touched WHERE verb IN ('answered', 'passed', 'failed'))
UNION ALL
SELECT 'derive_contributions' WHERE EXISTS (
    FROM touched WHERE verb IN ('asked', 'replied', 'commented', 'shared', 'liked', 'disliked', 'posted', 'answered'))
UNION ALL
SELECT 'derive_help' WHERE EXISTS (FROM touched WHERE verb IN ('mentored', 'coached'))
UNION ALL
SELECT 'derive_evaluations' WHERE EXISTS (FROM touched WHERE verb IN ('rated', 'answered', 'evaluated'))
UNION ALL
SELECT 'derive_competencies' WHERE EXISTS (FROM touched JOIN warehouse.activity USING (activity) WHERE type = 'competency')
UNION ALL
SELECT 'derive_attendance' WHERE EXISTS (FROM touched WHERE verb IN ('attended', 'joined', 'left'))
UNION ALL
SELECT 'derive_milestones' WHERE EXISTS (FROM touched_programme)
UNION ALL
SELECT 'time_sessions' WHERE EXISTS (FROM touched_session)
UNION ALL
SELECT 'time_presence' WHERE EXISTS (FROM gone WHERE rule = 'attendance') OR EXISTS (
    FROM touched WHERE verb IN ('attended', 'joined', 'left') OR warehouse.by_hand(verb))
UNION ALL
SELECT 'time_gaps' WHERE EXISTS (FROM reopened) OR EXISTS (
    FROM touched WHERE session IS NULL AND NOT warehouse.by_hand(verb) AND verb <> 'attended');
