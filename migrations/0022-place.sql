-- 0020-place — where somebody is placed, their team and intake, can be changed after the start.

ALTER TABLE induction ADD COLUMN place_version INTEGER NOT NULL DEFAULT 1; -- of team and intake
