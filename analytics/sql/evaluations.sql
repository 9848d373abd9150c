-- The last answer of each learner of a scope to each question of each evaluation, as a share of its scale. $anyhow is the
-- scope without its modality: that is the programme's here, not that of the questionnaire.
WITH given AS (
    SELECT e.* FROM warehouse.evaluation e
    SEMI JOIN warehouse.scoped($anyhow) f ON f.seq = e.seq AND f.person = e.person
    WHERE e.top > e.bottom AND e.stage IN ('hot', 'cold')
      AND ((len(($scope).programmes::VARCHAR[]) = 0 AND ($scope).modality::VARCHAR IS NULL)
           OR e.programme IN (SELECT g.programme FROM warehouse.programmes($scope) g))
), last AS (
    SELECT programme, stage, item, person, arg_max(least(top, greatest(bottom, score)), (happened, seq)) AS score,
        arg_max(bottom, (happened, seq)) AS bottom, arg_max(top, (happened, seq)) AS top
    FROM given GROUP BY ALL
)
SELECT programme, stage, item, person, (score - bottom) / (top - bottom) AS score, bottom, top
FROM last ORDER BY ALL;
