-- Whoever reads a decision without a name says for themselves that nothing stands between them and a fair reading: a moderator before they read,
-- and either reader when they see whom it is about.
ALTER TABLE decision_reader ADD COLUMN conflict INTEGER NOT NULL DEFAULT 0; -- as panel_member.conflict: 0 not said, 1 none, 2 there is one
