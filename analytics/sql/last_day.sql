-- The last day anything was recorded, whoever it was about: where the data ends.
SELECT warehouse.day(max(happened), $scope) AS day FROM warehouse.fact;
