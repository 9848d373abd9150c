SELECT * FROM warehouse.hourly ORDER BY ALL;
