-- What an observer can tick when they have seen it: agreed when the observation is planned, a line each, trimmed, none empty.
ALTER TABLE observation ADD COLUMN looks TEXT NOT NULL DEFAULT '';
