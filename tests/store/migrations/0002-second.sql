ALTER TABLE part ADD COLUMN hash BLOB; -- NULL until counted

--[sqlite]
CREATE TRIGGER part_of_thing_nine BEFORE INSERT ON part WHEN NEW.label = 'ninth'
BEGIN
	SELECT RAISE(ABORT, 'part_is_not_ninth');
END;
--[postgresql]
ALTER TABLE part ADD CONSTRAINT part_is_not_ninth CHECK (label <> 'ninth');
--[end]
