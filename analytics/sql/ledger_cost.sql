SELECT * FROM warehouse.cost ORDER BY ALL;
