-- A calendar feed at a secret address, one a person, and what it has said: so that a calendar which reads it hears of what moved and of
-- what is gone. No words of it are kept, and the address only as a hash.
CREATE TABLE calendar_feed (
  person INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
  token_hash BLOB UNIQUE,           -- NULL: switched off
  since INTEGER NOT NULL,           -- of the present address
  fetched_at INTEGER                -- with it; NULL for never
) STRICT;
CREATE TABLE feed_item (
  person INTEGER NOT NULL REFERENCES calendar_feed (person),
  uid TEXT NOT NULL,                -- opaque: a hash
  on_date INTEGER NOT NULL,
  said BLOB NOT NULL,               -- hash of its words
  sequence INTEGER NOT NULL,        -- grows when the day moves, when it is gone and when it is back
  changed INTEGER NOT NULL,
  gone_at INTEGER,                  -- since when it is said to be cancelled
  PRIMARY KEY (person, uid)
) STRICT;
