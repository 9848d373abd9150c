-- The smallest group shown to readers who may not see people, when the organisation chose it: one row, or none.
CREATE TABLE warehouse.smallest (k INTEGER);
