SELECT * FROM warehouse.exchange ORDER BY ALL;
