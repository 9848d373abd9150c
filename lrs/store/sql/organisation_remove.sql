DELETE FROM organisation.{table} WHERE ({columns}) IN (SELECT ({columns}) FROM gone)
