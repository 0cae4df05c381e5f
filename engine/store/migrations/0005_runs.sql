-- What was made by itself. Schedules are steps in their programme's chain, or
-- stand in its definitions; runs and files are no person's entries and are in no
-- chain.

-- A run is made once for a schedule and the instant at which it was due. plan is
-- the schedule as it stood then, as JSON. state: held, working, done, failed,
-- skipped, cancelled. fault says why a run failed or was skipped.
CREATE TABLE run (
  key {{int64}} PRIMARY KEY,
  programme {{int64}} NOT NULL REFERENCES programme (key),
  schedule TEXT NOT NULL,
  due {{int64}} NOT NULL,
  as_of {{int64}} NOT NULL,
  period {{int64}} NOT NULL,
  cause TEXT NOT NULL,
  plan TEXT NOT NULL,
  state TEXT NOT NULL,
  fault TEXT NOT NULL,
  made_at {{int64}} NOT NULL,
  ended_at {{int64}} NOT NULL,
  UNIQUE (programme, schedule, due)
) {{rows}};

CREATE INDEX run_by_due ON run (programme, due);
CREATE INDEX run_not_ended ON run (state, key) WHERE state IN ('held', 'working');

-- What a run makes: one file for each scope and format. state: waiting, done,
-- failed, superseded, cancelled. This is what says that a file was made; the jobs
-- that see to it are forgotten after a day.
CREATE TABLE run_file (
  run {{int64}} NOT NULL REFERENCES run (key),
  scope TEXT NOT NULL,
  format TEXT NOT NULL,
  path TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts {{int64}} NOT NULL,
  fault TEXT NOT NULL,
  size {{int64}} NOT NULL,
  sha256 TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  took {{int64}} NOT NULL,
  ended_at {{int64}} NOT NULL,
  PRIMARY KEY (run, scope, format)
) {{clustered}};

-- A file that a newer run has made is not overwritten by an older one.
CREATE INDEX run_file_by_path ON run_file (path, state);

-- Where a run's files went besides their folder. state: waiting, done, failed.
CREATE TABLE run_delivery (
  run {{int64}} NOT NULL REFERENCES run (key),
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts {{int64}} NOT NULL,
  fault TEXT NOT NULL,
  ended_at {{int64}} NOT NULL,
  PRIMARY KEY (run, kind, target)
) {{clustered}};
