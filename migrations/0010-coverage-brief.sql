-- What pages about many inductions add up: the same summary as in `coverage`, in a quarter of the bytes, so that
-- thousands are read in milliseconds (rules/coverage.h: coverage_encode_brief). Written beside `coverage`, in that
-- transaction. `cairn migrate` fills it for summaries that were stored before.
CREATE TABLE coverage_brief (
  induction INTEGER NOT NULL PRIMARY KEY REFERENCES induction (id),
  brief BLOB NOT NULL
) STRICT;
