-- Whom each rule may draw, should they not answer: the people of its units. Of those in several units with a rule each,
-- that which was written down first holds.
SELECT p.person, p.key, r.programme, r.lag, r.unit AS of, r.seed, r.one_in, r.after AS patience, greatest(r.starts::TIMESTAMP, r.drawn) AS starts
FROM warehouse.follow_up r
JOIN warehouse.people($scope) p ON p.role = 'learner'
WHERE r.unit = '' OR p.person IN (
    SELECT m.person FROM warehouse.membership m JOIN warehouse.under u ON u.unit = m.unit WHERE u.ancestor = r.unit)
QUALIFY row_number() OVER (PARTITION BY p.person, r.programme, r.lag ORDER BY r.drawn, r.unit) = 1
ORDER BY p.person, r.programme, r.lag;
