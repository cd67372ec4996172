-- The questions somebody is asked are a version of the programme’s form, and stay it: what came before, and a programme that asks
-- nothing of its own, has none here and is asked Cairn’s.
ALTER TABLE ask ADD COLUMN form INTEGER REFERENCES evidence_form (id);
ALTER TABLE observation ADD COLUMN form INTEGER REFERENCES evidence_form (id);
