-- A benefit whose evidence is a measured effect names the indicator it was measured on, and no amount: that is measured.
ALTER TABLE organisation.benefit ADD COLUMN indicator VARCHAR;
