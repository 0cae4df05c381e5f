-- What was promised, what was reported, and the chain that holds both together.
--
-- Every row that a person caused has a seq, the order of commit over the whole
-- database: "as of" is a cut in it. Each is also a link of its programme's hash
-- chain: link is its number there, hash covers the row and the hash before it.
-- Instants are nanoseconds since 1970 in UTC, days are day numbers, periods are
-- months since January of year 0, figures are millionths of the unit.

CREATE TABLE programme (
  key {{int64}} PRIMARY KEY,
  id TEXT NOT NULL UNIQUE
) {{rows}};

-- A version of a definition: its files verbatim. Version 1 is in force from the
-- programme's first day, a later one from the instant it was entered.
CREATE TABLE definition (
  seq {{int64}} PRIMARY KEY,
  programme {{int64}} NOT NULL REFERENCES programme (key),
  version {{int64}} NOT NULL,
  entered_at {{int64}} NOT NULL,
  entered_by TEXT NOT NULL,
  link {{int64}} NOT NULL,
  hash {{bytes}} NOT NULL,
  UNIQUE (programme, version)
) {{rows}};

CREATE TABLE definition_file (
  definition {{int64}} NOT NULL REFERENCES definition (seq),
  position {{int64}} NOT NULL,
  name TEXT NOT NULL,
  body {{bytes}} NOT NULL,
  PRIMARY KEY (definition, position)
) {{rows}};

-- A line is what figures are reported for: an indicator, one part of it, or one
-- figure of an assignment's money. A short key instead of the readable id keeps
-- the index below narrow.
CREATE TABLE line (
  key {{int64}} PRIMARY KEY,
  programme {{int64}} NOT NULL REFERENCES programme (key),
  indicator TEXT NOT NULL,
  part TEXT NOT NULL,
  UNIQUE (indicator, part)
) {{rows}};

CREATE INDEX line_of_programme ON line (programme, key);

-- approved is 1 for a figure that counts from its own seq on, as the local
-- operator's do; a figure that waits for a decision has 0 and counts from the
-- seq of the decision.
CREATE TABLE observation (
  seq {{int64}} PRIMARY KEY,
  programme {{int64}} NOT NULL REFERENCES programme (key),
  line {{int64}} NOT NULL REFERENCES line (key),
  period {{int64}} NOT NULL,
  value {{int64}} NOT NULL,
  body TEXT NOT NULL,
  note TEXT NOT NULL,
  supersedes {{int64}} REFERENCES observation (seq),
  approved {{int64}} NOT NULL CHECK (approved IN (0, 1)),
  entered_at {{int64}} NOT NULL,
  entered_by TEXT NOT NULL,
  token TEXT,
  link {{int64}} NOT NULL,
  hash {{bytes}} NOT NULL
) {{rows}};

-- The first row of a line and period not after the cut is the one that counts.
-- The value is in the index, so that an evaluation never touches the table.
CREATE INDEX observation_in_key_order ON observation (line, period, seq DESC, value);

-- An entry sent twice counts once.
CREATE UNIQUE INDEX observation_token ON observation (token) WHERE token IS NOT NULL;

-- What is said of a target and is no figure: not applicable, a deviation
-- accepted, a reason. The last of its kind, target and period counts.
CREATE TABLE declaration (
  seq {{int64}} PRIMARY KEY,
  programme {{int64}} NOT NULL REFERENCES programme (key),
  kind TEXT NOT NULL,
  indicator TEXT NOT NULL,
  horizon TEXT NOT NULL,
  period {{int64}} NOT NULL,
  reason TEXT NOT NULL,
  remedy TEXT NOT NULL,
  until_day {{int64}} NOT NULL,
  withdrawn {{int64}} NOT NULL CHECK (withdrawn IN (0, 1)),
  entered_at {{int64}} NOT NULL,
  entered_by TEXT NOT NULL,
  link {{int64}} NOT NULL,
  hash {{bytes}} NOT NULL
) {{rows}};

CREATE INDEX declaration_of_programme ON declaration (programme, seq);

-- The last link of each programme on each day on which something was entered:
-- the newest row is the chain's head, the older ones its heads of the past. at is
-- the highest entered_at so far and day its day in UTC: neither goes back, even
-- when the clock does.
CREATE TABLE day_close (
  programme {{int64}} NOT NULL REFERENCES programme (key),
  day {{int64}} NOT NULL,
  at {{int64}} NOT NULL,
  last_seq {{int64}} NOT NULL,
  links {{int64}} NOT NULL,
  hash {{bytes}} NOT NULL,
  PRIMARY KEY (programme, day)
) {{clustered}};

-- The present, kept beside the history in the same transaction; it can be
-- rebuilt from observation at any time.
CREATE TABLE latest (
  line {{int64}} NOT NULL REFERENCES line (key),
  period {{int64}} NOT NULL,
  seq {{int64}} NOT NULL,
  value {{int64}} NOT NULL,
  PRIMARY KEY (line, period)
) {{clustered}};

-- sum is NULL where it would leave 64 bits.
CREATE TABLE standing (
  line {{int64}} PRIMARY KEY REFERENCES line (key),
  n {{int64}} NOT NULL,
  sum {{int64}},
  max {{int64}} NOT NULL,
  min {{int64}} NOT NULL,
  last {{int64}} NOT NULL,
  last_period {{int64}} NOT NULL
) {{rows}};

{{append_only "observation"}}
{{append_only "declaration"}}
{{append_only "definition"}}
{{append_only "definition_file"}}
