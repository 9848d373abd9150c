SELECT activity, text FROM definition WHERE activity IN (SELECT unnest($activities::UBIGINT[]))
