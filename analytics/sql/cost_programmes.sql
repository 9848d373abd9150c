-- The programmes of a scope.
SELECT programme, title_en, title_fr, modality, owner_unit FROM warehouse.programmes($scope) ORDER BY programme;
