-- Who was reminded of a period, so that nobody is twice. No part of any chain. fault
-- says why an address was refused for good; it is not tried again.
CREATE TABLE reminder (
  programme {{int64}} NOT NULL REFERENCES programme (key),
  period {{int64}} NOT NULL,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  at {{int64}} NOT NULL,
  fault TEXT NOT NULL,
  PRIMARY KEY (programme, period, kind, address)
) {{clustered}};
