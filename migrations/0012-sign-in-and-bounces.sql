-- Accounts elsewhere while an invitation is accepted, an order within lanes, and mail that comes back.

-- Who accepts an invitation by showing an account at another service.
ALTER TABLE oidc_try ADD COLUMN invitation INTEGER REFERENCES invitation (id) ON DELETE CASCADE;
CREATE INDEX oidc_try_invitation ON oidc_try (invitation) WHERE invitation IS NOT NULL;

-- Where somebody was going who has to set up a second factor first: a path of ours.
ALTER TABLE session ADD COLUMN next TEXT NOT NULL DEFAULT '';

-- Within a lane, what somebody is waiting for at this moment goes before everything else.
ALTER TABLE job ADD COLUMN rank INTEGER NOT NULL DEFAULT 1; -- 0 first
DROP INDEX job_waiting;
CREATE INDEX job_waiting ON job (lane, rank, run_at) WHERE done_at IS NULL AND failed_at IS NULL;

-- The offer a mail carries, so that whoever made it sees whether it arrived. Bounced mail has failed_at beside sent_at.
ALTER TABLE mail ADD COLUMN invitation INTEGER REFERENCES invitation (id) ON DELETE SET NULL;
CREATE INDEX mail_invitation ON mail (invitation, id) WHERE invitation IS NOT NULL;
