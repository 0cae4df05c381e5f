-- Sheets on their way from draft to approved, what is said of them, and the files
-- that back their figures. What was entered before this counts as it did.

-- One row for everything done to a sheet that is no figure. about is the seq of
-- what the step speaks of: a submission, a declaration, a figure, evidence.
CREATE TABLE step (
  seq {{int64}} PRIMARY KEY,
  programme {{int64}} NOT NULL REFERENCES programme (key),
  kind TEXT NOT NULL,
  assignment TEXT NOT NULL,
  period {{int64}} NOT NULL,
  about {{int64}} NOT NULL,
  indicator TEXT NOT NULL,
  part TEXT NOT NULL,
  body TEXT NOT NULL,
  entered_at {{int64}} NOT NULL,
  entered_by TEXT NOT NULL,
  link {{int64}} NOT NULL,
  hash {{bytes}} NOT NULL
) {{rows}};

CREATE INDEX step_of_programme ON step (programme, seq);
CREATE INDEX step_of_sheet ON step (assignment, period, seq);
CREATE INDEX step_about ON step (about, kind);

-- What an attaching step attached: a file beside the database, or a link.
CREATE TABLE evidence (
  step {{int64}} PRIMARY KEY REFERENCES step (seq),
  observation {{int64}} NOT NULL REFERENCES observation (seq),
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  type TEXT NOT NULL,
  size {{int64}} NOT NULL,
  sha256 TEXT NOT NULL
) {{rows}};

CREATE INDEX evidence_of_observation ON evidence (observation);

-- A declaration that waits for a reviewer has 0 and counts from the step that
-- accepts it.
ALTER TABLE declaration ADD COLUMN approved {{int64}} NOT NULL DEFAULT 1 CHECK (approved IN (0, 1));

-- The scan in key order must tell what waits without touching the table.
DROP INDEX observation_in_key_order;
CREATE INDEX observation_in_key_order ON observation (line, period, seq DESC, value, approved);

-- What waits, for finding the sheets it stands on. Without accounts it is empty.
CREATE INDEX observation_waiting ON observation (programme, line, period, seq) WHERE approved = 0;

-- The provisional present, where it differs from the official one in latest and
-- standing: the figure that waits, and what the line's figures come to with it.
CREATE TABLE latest_waiting (
  line {{int64}} NOT NULL REFERENCES line (key),
  period {{int64}} NOT NULL,
  seq {{int64}} NOT NULL,
  value {{int64}} NOT NULL,
  PRIMARY KEY (line, period)
) {{clustered}};

CREATE TABLE standing_waiting (
  line {{int64}} PRIMARY KEY REFERENCES line (key),
  n {{int64}} NOT NULL,
  sum {{int64}},
  max {{int64}} NOT NULL,
  min {{int64}} NOT NULL,
  last {{int64}} NOT NULL,
  last_period {{int64}} NOT NULL
) {{rows}};

{{append_only "step"}}
{{append_only "evidence"}}
