-- audit.sql — the history as it is verified, signed and exported.

-- name: heads_to_sign   many
-- why:  chains that have grown since their end was last signed
-- open: history
-- in:   limit int
-- out:  kind int, object int, length int, head blob
SELECT c.kind, c.object, c.length, c.head FROM chain c
LEFT JOIN signed_upto s ON s.kind = c.kind AND s.object = c.object
WHERE c.length > COALESCE(s.length, 0) ORDER BY c.kind, c.object LIMIT :limit

-- name: heads_cut   one
-- why:  chains shorter than they were when they were signed
-- open: history
-- in:   none
-- out:  cut int
SELECT COUNT(*) AS cut FROM signed_upto s LEFT JOIN chain c ON c.kind = s.kind AND c.object = s.object
WHERE COALESCE(c.length, 0) < s.length

-- name: signature_last   one
-- open: history
-- in:   none
-- out:  id int, at instant, digest blob
SELECT id, at, digest FROM chain_signature WHERE format = 2 ORDER BY id DESC LIMIT 1

-- name: signature_add   one
-- open: history
-- in:   now instant, chains int, digest blob, public_key blob, signature blob
-- out:  id int
INSERT INTO chain_signature (at, chains, digest, public_key, signature, format)
VALUES (:now, :chains, :digest, :public_key, :signature, 2) RETURNING id

-- name: signed_head_add   exec
-- in:   signature int, kind int, object int, length int, head blob
INSERT INTO signed_head (signature, kind, object, length, head) VALUES (:signature, :kind, :object, :length, :head)

-- name: signed_upto_put   exec
-- in:   kind int, object int, length int
INSERT INTO signed_upto (kind, object, length) VALUES (:kind, :object, :length)
ON CONFLICT (kind, object) DO UPDATE SET length = excluded.length

-- name: chains_after   many
-- open: history is verified, not shown
-- in:   after int, limit int
-- out:  chain int, kind int, object int, length int, head blob
SELECT id AS chain, kind, object, length, head FROM chain WHERE id > :after ORDER BY id LIMIT :limit

-- name: entries_of_chain   each
-- open: history is verified, not shown
-- in:   chain int, after int, limit int
-- out:  seq int, at instant, person int?, acting_as int, kind int, object uuid, data text, hash blob
SELECT seq, at, person, acting_as, kind, object, data, hash FROM event WHERE chain = :chain AND seq > :after
ORDER BY seq LIMIT :limit

-- name: chains_missing   many
-- why:  entries whose chain is not there
-- open: history is verified, not shown
-- in:   limit int
-- out:  chain int, entries int
SELECT e.chain, COUNT(*) AS entries FROM event e WHERE NOT EXISTS (SELECT 1 FROM chain c WHERE c.id = e.chain)
GROUP BY e.chain ORDER BY e.chain LIMIT :limit

-- name: signatures_after   many
-- open: history is verified, not shown
-- in:   after int, before int, limit int
-- out:  id int, at instant, chains int, digest blob, public_key blob, signature blob, format int
SELECT id, at, chains, digest, public_key, signature, format FROM chain_signature WHERE id > :after AND id <= :before
ORDER BY id LIMIT :limit

-- name: heads_of_signature   each
-- why:  the ends a signature covers, and what stands there now
-- open: history is verified, not shown
-- in:   signature int
-- out:  kind int, object int, length int, head blob, hash blob?, now_length int?
SELECT h.kind, h.object, h.length, h.head, e.hash, c.length AS now_length FROM signed_head h
LEFT JOIN chain c ON c.kind = h.kind AND c.object = h.object
LEFT JOIN event e ON e.chain = c.id AND e.seq = h.length
WHERE h.signature = :signature ORDER BY h.kind, h.object

-- name: entry_hash   one
-- open: history is verified, not shown
-- in:   kind int, object int, seq int
-- out:  hash blob?, now_length int
SELECT e.hash, c.length AS now_length FROM chain c LEFT JOIN event e ON e.chain = c.id AND e.seq = :seq
WHERE c.kind = :kind AND c.object = :object

-- name: signature_by_digest   one
-- open: history is verified, not shown
-- in:   at instant, digest blob
-- out:  id int
SELECT MIN(id) AS id FROM chain_signature WHERE at = :at AND digest = :digest GROUP BY at

-- name: events_unsigned   one
-- why:  the oldest entry of a chain that has grown since it was signed
-- open: history
-- in:   none
-- out:  oldest instant?
SELECT MIN(e.at) AS oldest FROM chain c LEFT JOIN signed_upto s ON s.kind = c.kind AND s.object = c.object
JOIN event e ON e.chain = c.id AND e.seq = COALESCE(s.length, 0) + 1
WHERE c.length > COALESCE(s.length, 0)

-- name: signature_bounds_of_day   one
-- why:  which signatures were made in a time, by id
-- open: history
-- in:   from_at instant, to_at instant
-- out:  first int?, last int?, number int
SELECT MIN(id) AS first, MAX(id) AS last, COUNT(*) AS number FROM chain_signature
WHERE format = 2 AND at >= :from_at AND at < :to_at

-- name: audit_numbers   one
-- open: numbers
-- in:   none
-- out:  chains int, entries int, signatures int, last_signed instant?
SELECT (SELECT COUNT(*) FROM chain) AS chains, (SELECT COALESCE(SUM(c.length), 0) FROM chain c) AS entries,
  (SELECT COUNT(*) FROM chain_signature) AS signatures, (SELECT MAX(s.at) FROM chain_signature s) AS last_signed

-- name: signature_before   one
-- open: history is verified, not shown
-- in:   id int
-- out:  digest blob
SELECT digest FROM chain_signature WHERE format = 2 AND id <= :id ORDER BY id DESC LIMIT 1
