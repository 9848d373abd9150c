DELETE FROM warehouse.contact;
INSERT INTO warehouse.contact
SELECT h.human, c.programme, c.happened FROM organisation.contact c JOIN organisation.human h USING (person) ORDER BY ALL;
