-- Who may see what, in the store test's world.
-- guarded: part visible_part

-- fragment: visible_part(row, label)
row.label <> :label AND EXISTS (SELECT 1 FROM thing t WHERE t.thing = row.thing)
