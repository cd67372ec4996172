-- register.sql — what the regulator's register says of people here.

-- name: registration_number   one
-- open: a number, for the rules
-- in:   person int
-- out:  registration text?
SELECT registration FROM person WHERE id = :person
