-- Who may enter, approve and read, and the trail of everything done about
-- accounts: a hash chain of its own for the whole installation.

-- password is argon2id's own text, empty until one is set. grants are lines such
-- as officer:region=440100. Both can be read again from the trail: verify compares.
CREATE TABLE account (
  key {{int64}} PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  password TEXT NOT NULL,
  grants TEXT NOT NULL,
  disabled {{int64}} NOT NULL CHECK (disabled IN (0, 1))
) {{rows}};

-- seq is the number of the link. account is the one it is about.
CREATE TABLE account_event (
  seq {{int64}} PRIMARY KEY,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  detail TEXT NOT NULL,
  address TEXT NOT NULL,
  entered_at {{int64}} NOT NULL,
  entered_by TEXT NOT NULL,
  hash {{bytes}} NOT NULL
) {{rows}};

-- The last link on each day on which something was done; see day_close.
CREATE TABLE account_close (
  day {{int64}} PRIMARY KEY,
  at {{int64}} NOT NULL,
  last_seq {{int64}} NOT NULL,
  hash {{bytes}} NOT NULL
) {{rows}};

-- What a browser shows again; only SHA-256 of its token is kept. account is empty
-- before a login.
CREATE TABLE session (
  token {{bytes}} PRIMARY KEY,
  data {{bytes}} NOT NULL,
  expires_at {{int64}} NOT NULL,
  account TEXT NOT NULL
) {{clustered}};

CREATE INDEX session_of_account ON session (account);

-- A link that sets a password, once.
CREATE TABLE invitation (
  token {{bytes}} PRIMARY KEY,
  account TEXT NOT NULL,
  expires_at {{int64}} NOT NULL
) {{clustered}};

-- What a program shows. It may do what grants say, and never more than its account.
CREATE TABLE api_token (
  token {{bytes}} PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  title TEXT NOT NULL,
  grants TEXT NOT NULL,
  made_at {{int64}} NOT NULL,
  expires_at {{int64}} NOT NULL
) {{clustered}};

-- Logins that failed lately, for slowing down who guesses.
CREATE TABLE login_failure (
  key {{int64}} PRIMARY KEY,
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  at {{int64}} NOT NULL
) {{rows}};

CREATE INDEX login_failure_of_account ON login_failure (account, at);
CREATE INDEX login_failure_of_address ON login_failure (address, at);

{{append_only "account_event"}}
