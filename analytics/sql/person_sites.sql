-- Where each person works.
SELECT person, site FROM warehouse.person ORDER BY person;
