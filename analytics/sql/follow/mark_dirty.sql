-- The statements whose facts are to be made anew: new ones, voided ones, those about an activity that changed.
CREATE OR REPLACE TEMP TABLE dirty AS
SELECT seq FROM warehouse.told WHERE seq > (SELECT after FROM bounds) AND seq <= (SELECT upto FROM bounds)
UNION
SELECT seq FROM warehouse.told WHERE id IN (SELECT target FROM voids)
UNION
SELECT seq FROM warehouse.told WHERE activity IN (SELECT activity FROM changed)
UNION
SELECT seq FROM warehouse.part_of WHERE activity IN (SELECT activity FROM changed);

CREATE OR REPLACE TEMP TABLE touched AS
SELECT person, happened, activity, programme, session, verb FROM warehouse.fact SEMI JOIN dirty USING (seq);
