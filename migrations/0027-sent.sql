-- What a person's form has sent, so that the same posting again (a slow line, two presses, a device that was offline) gets the
-- same answer and does nothing. The key is a hash over the posting; the words themselves are not here.
CREATE TABLE sent (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  posting BLOB NOT NULL,            -- SHA-256 of address and fields, the CSRF token left out
  went_to TEXT NOT NULL,            -- where the answer led
  sent_at INTEGER NOT NULL,
  UNIQUE (person, posting)
) STRICT;
CREATE INDEX sent_by_age ON sent (sent_at);
