SELECT * FROM warehouse.benefit ORDER BY ALL;
