-- Who has signed a review, as roles in bits (REVIEW_ROLE of rules/reviews.h), beside the signatures: lists of thousands ask it of every review.
-- The database keeps it.
ALTER TABLE review ADD COLUMN signed_by INTEGER NOT NULL DEFAULT 0;
UPDATE review SET signed_by = (SELECT COALESCE(SUM(CASE s.role WHEN 1 THEN 2 WHEN 2 THEN 4 ELSE 8 END), 0) FROM review_signature s
  WHERE s.review = review.id);
--[sqlite]
CREATE TRIGGER review_signed AFTER INSERT ON review_signature
BEGIN UPDATE review SET signed_by = signed_by + CASE NEW.role WHEN 1 THEN 2 WHEN 2 THEN 4 ELSE 8 END WHERE id = NEW.review; END;
--[postgresql]
CREATE FUNCTION review_signed() RETURNS trigger AS $$
BEGIN
  UPDATE review SET signed_by = signed_by + CASE NEW.role WHEN 1 THEN 2 WHEN 2 THEN 4 ELSE 8 END WHERE id = NEW.review;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER review_signed AFTER INSERT ON review_signature FOR EACH ROW EXECUTE FUNCTION review_signed();
--[end]
-- A page counts to so many of an employer's open inductions: off the index alone, where the condition's own column is in it.
DROP INDEX induction_line;
CREATE INDEX induction_line ON induction (employer, starts, id, ended) WHERE ended IS NULL;
