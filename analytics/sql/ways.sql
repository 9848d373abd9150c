-- Each way of learning, and whether its hours are digital hours.
SELECT modality, digital FROM warehouse.modality ORDER BY modality;
