-- Everything the warehouse holds, views and macros before the tables they read.
SELECT 'VIEW' AS kind, view_name AS name FROM duckdb_views() WHERE database_name = 'warehouse' AND NOT internal
UNION ALL
SELECT DISTINCT CASE function_type WHEN 'table_macro' THEN 'MACRO TABLE' ELSE 'MACRO' END, function_name
FROM duckdb_functions() WHERE database_name = 'warehouse' AND NOT internal
UNION ALL
SELECT 'TABLE', table_name FROM duckdb_tables() WHERE database_name = 'warehouse';
