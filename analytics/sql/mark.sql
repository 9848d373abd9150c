-- What an answer kept is an answer to: how far the warehouse has followed, of what, and how much there is.
SELECT watermark, generation, revision, rules,
    (SELECT count(*) FROM warehouse.fact) AS facts, (SELECT count(*) FROM warehouse.rollup) AS quarters,
    (SELECT count(*) FROM warehouse.session_time) AS times, (SELECT count(*) FROM warehouse.person) AS people,
    (SELECT count(*) FROM warehouse.assigned) AS assigned, (SELECT count(*) FROM warehouse.milestone) AS milestones
FROM warehouse.state;
