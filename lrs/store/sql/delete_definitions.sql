DELETE FROM definition WHERE activity IN (SELECT unnest($activities::UBIGINT[]))
