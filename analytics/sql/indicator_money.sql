SELECT currency, month, month AS valid_from FROM warehouse.indicator
WHERE value IS NOT NULL AND currency IS NOT NULL ORDER BY ALL;
