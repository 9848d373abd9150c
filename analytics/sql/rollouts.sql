-- When units got programmes: as drawn, where somebody drew, else as told, else as rules assigned them.
SELECT programme, unit, starts, TRUE AS drawn FROM warehouse.drawn
UNION ALL
SELECT r.programme, r.unit, r.starts, FALSE FROM warehouse.rollout r
WHERE r.programme NOT IN (SELECT programme FROM warehouse.drawn)
ORDER BY ALL;
