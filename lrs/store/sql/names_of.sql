SELECT agent, name FROM name WHERE agent IN (SELECT unnest($agents::UBIGINT[])) ORDER BY seen
