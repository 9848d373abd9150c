-- A benefit that counts no more. It stays, and can be brought back.
ALTER TABLE organisation.benefit ADD COLUMN withdrawn BOOLEAN DEFAULT FALSE;
