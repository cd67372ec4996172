-- The timeline of a cohort: open inductions of an employer by their first day, and which edition of its rules a programme has, so that
-- what they say of dates need not be read at every page.
CREATE INDEX induction_line ON induction (employer, starts, id) WHERE ended IS NULL;
ALTER TABLE programme ADD COLUMN edition INTEGER NOT NULL DEFAULT 1;
