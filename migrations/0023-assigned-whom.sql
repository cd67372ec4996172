-- Is this person assigned to this induction? Asked of every row that somebody assigned may see: by its own index, not by
-- going through everybody they are assigned to.

CREATE INDEX assignment_whom ON assignment (induction, person, role);
