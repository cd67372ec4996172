-- The questions somebody is asked are a version of the programme’s form, and stay it: what came before, and a programme that asks
-- nothing of its own, has none here and is asked Cairn’s.
ALTER TABLE ask ADD COLUMN form INTEGER REFERENCES evidence_form (id);
ALTER TABLE observation ADD COLUMN form INTEGER REFERENCES evidence_form (id);
-- What an asker wrote for a family is kept by the kind of text it is for, since questions and choices may be called anything now.
UPDATE ask_words SET word = CASE WHEN word = 'intro' THEN 't.lead' WHEN word IN ('me', 'helped') THEN 't.' || word
  WHEN word IN ('yes', 'sometimes', 'no', 'unsure') THEN 'c.listened.' || word ELSE 'q.' || word END;
