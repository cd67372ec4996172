-- Leaving that is taken back gives roles the end they had before it was recorded.
ALTER TABLE role_held ADD COLUMN ended_by_leaving INTEGER NOT NULL DEFAULT 0; -- its end is the last day of a departure
ALTER TABLE role_held ADD COLUMN ends_before INTEGER;                         -- date: the end it had until then
-- What was recorded before this migration: the end they had is not known any more, and they go on.
UPDATE role_held SET ended_by_leaving = 1 WHERE role <> 1 AND EXISTS (
  SELECT 1 FROM departure d WHERE d.person = role_held.person AND d.organisation = role_held.organisation AND d.kind = 1
  AND d.done_at IS NULL AND d.ended_on IS NULL AND d.last_day = role_held.ends);

-- The same for who is around an ECSW who leaves.
ALTER TABLE assignment ADD COLUMN ended_by_leaving INTEGER NOT NULL DEFAULT 0; -- its end is the last day of the ECSW
ALTER TABLE assignment ADD COLUMN ends_before INTEGER;                         -- date: the end it had, or was to have, without it

-- Where a link was sent, so that using it says of that address, and of no other, that mail arrives.
ALTER TABLE sign_in_link ADD COLUMN sent_to TEXT NOT NULL DEFAULT '';
