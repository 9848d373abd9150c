-- The first answer that each learner of a scope gave to each question, its score from 0 to 1, and their mean score on the
-- other questions of the same test they answered ("of the same test": the same parent, else the same programme).
WITH given AS (
    SELECT DISTINCT a.seq, a.person, a.activity, a.happened, a.programme, a.competency,
        coalesce(a.test::VARCHAR, a.programme, '') AS test,
        coalesce(a.success::INTEGER::DOUBLE, least(1, greatest(0, a.scaled))) AS score
    FROM warehouse.assessment a
    SEMI JOIN warehouse.scoped($scope) f ON f.seq = a.seq AND f.person = a.person
    WHERE a.question AND (a.success IS NOT NULL OR a.scaled IS NOT NULL)
), first AS (
    SELECT person, activity, arg_min(score, (happened, seq)) AS score, arg_min(test, (happened, seq)) AS test,
        arg_min(programme, (happened, seq)) AS programme, arg_min(competency, (happened, seq)) AS competency
    FROM given GROUP BY person, activity
), beside AS (
    SELECT *, sum(score) OVER sitting - score AS others, count(*) OVER sitting - 1 AS asked
    FROM first WINDOW sitting AS (PARTITION BY person, test)
), question AS (
    SELECT activity, min(competency) AS competency, min(form) AS form, min(stem_en) AS stem_en, min(stem_fr) AS stem_fr
    FROM warehouse.question GROUP BY activity
)
SELECT v.iri AS question, v.name, q.stem_en, q.stem_fr, coalesce(q.competency, b.competency) AS competency, q.form,
    b.programme, b.person, b.score, CASE WHEN b.asked > 0 THEN b.others / b.asked END AS rest
FROM beside b
JOIN warehouse.activity v ON v.activity = b.activity
LEFT JOIN question q ON q.activity = v.iri
ORDER BY v.iri, b.person;
