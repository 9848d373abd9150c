SELECT programme, indicator FROM warehouse.aim ORDER BY ALL;
