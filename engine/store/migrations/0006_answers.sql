-- What a program was answered, by the key that it gave its request: sent again, it is
-- answered alike and not done twice. Kept for a day; no part of any chain.

-- request is the SHA-256 of method, address and body. status is 0 while the request is
-- still under way.
CREATE TABLE answer (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  request {{bytes}} NOT NULL,
  status {{int64}} NOT NULL,
  type TEXT NOT NULL,
  body {{bytes}} NOT NULL,
  at {{int64}} NOT NULL,
  PRIMARY KEY (account, key)
) {{clustered}};

CREATE INDEX answer_at ON answer (at);
