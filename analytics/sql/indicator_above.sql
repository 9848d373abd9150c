-- Each unit with itself and those above it, and how deep they are.
SELECT u.unit, u.ancestor, a.depth FROM warehouse.under u JOIN warehouse.unit a ON a.unit = u.ancestor ORDER BY ALL;
