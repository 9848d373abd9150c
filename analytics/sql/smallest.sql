-- The smallest group shown to readers who may not see people, as the organisation chose it; NULL when it did not.
SELECT max(k) AS k FROM warehouse.smallest;
