-- By what rules the people of a scope are followed up: those of their units, of the units above and below, of everyone.
-- A rule of everyone may be of a programme that is no business of theirs: of those they may see only.
SELECT r.programme, g.title_en, g.title_fr, r.lag, r.unit, r.one_in, r.after, r.starts, r.drawn::DATE AS written, r.who, r.seed
FROM warehouse.follow_up r
JOIN warehouse.programmes_seen($scope) g USING (programme)
WHERE (($scope).allowed::VARCHAR[] IS NULL OR r.unit = '' OR EXISTS (
    SELECT 1 FROM warehouse.under x
    WHERE (x.unit = r.unit AND list_contains(($scope).allowed::VARCHAR[], x.ancestor))
       OR (x.ancestor = r.unit AND list_contains(($scope).allowed::VARCHAR[], x.unit))))
ORDER BY r.drawn, r.programme, r.lag, r.unit;
