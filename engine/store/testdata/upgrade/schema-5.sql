-- A database as yardstick left it at schema 5.
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO goose_db_version VALUES(1,0,1,'2026-11-28 12:51:08');
INSERT INTO goose_db_version VALUES(2,1,1,'2026-11-28 12:51:08');
INSERT INTO goose_db_version VALUES(3,2,1,'2026-11-28 12:51:08');
INSERT INTO goose_db_version VALUES(4,3,1,'2026-11-28 12:51:08');
INSERT INTO goose_db_version VALUES(5,4,1,'2026-11-28 12:51:08');
INSERT INTO goose_db_version VALUES(6,5,1,'2026-11-28 12:51:08');
CREATE TABLE programme (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO programme VALUES(1,'t-2021');
CREATE TABLE definition (
  seq INTEGER PRIMARY KEY,
  programme INTEGER NOT NULL REFERENCES programme (key),
  version INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  entered_by TEXT NOT NULL,
  link INTEGER NOT NULL,
  hash BLOB NOT NULL,
  UNIQUE (programme, version)
) STRICT;
INSERT INTO definition VALUES(1,1,1,1795870268330953538,'local operator',1,X'ae534d6216ccbf97675bcc5b85fe8e58792a9903438fb5f965d3f52dd2b2ec94');
CREATE TABLE definition_file (
  definition INTEGER NOT NULL REFERENCES definition (seq),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (definition, position)
) STRICT;
INSERT INTO definition_file VALUES(1,0,'t.yaml',X'e4b893e9a1b93a0a2020e7bc96e58fb73a20742d323032310a2020e5908de7a7b03a20e8af95e9aa8ce4bbbbe58aa10a2020e5b9b4e5baa63a20323032310a2020e59cb0e58cba3a20e5b9bfe4b89ce79c810ae9a1b9e79bae3a0a2020e7bc96e58fb73a207375727665790a2020e5908de7a7b03a20e8b083e69fa50a2020e680bbe4bd93e7bba9e69588e79baee6a0873a20e8b083e69fa50a2020e59084e59cb03a0a20202020e5b9bfe5b79e3a0a202020202020e8b584e987913a205b7be689bfe68b85e58d95e4bd8d3a20e5b882e5b1802c20e98791e9a29d3a203130307d5d0a202020202020e7bba9e69588e68c87e6a0873a0a2020202020202020e4baa7e587ba2fe695b0e9878fe68c87e6a0873a0a20202020202020202020e8b5b0e8aebfe4bc81e4b89ae695b0e9878fefbc88e5aeb6e6aca1efbc893a207be79baee6a0873a203130302c20e7bc96e58fb73a207669736974737d0a20202020202020202020e68aa5e5918ae695b0e9878f3a207be79baee6a0873a20e887b3e5b09132e7af872c20e7bc96e58fb73a207265706f7274737d0a2020202020202020e4baa7e587ba2fe8b4a8e9878fe68c87e6a0873a0a20202020202020202020e68c89e69c9fe5ae8ce688903a207be79baee6a0873a20e698af2c20e7bc96e58fb73a206f6e2d74696d657d0a2020202020202020e69588e79b8a2fe6bba1e6848fe5baa6e68c87e6a0873a0a20202020202020202020e69c8de58aa1e5afb9e8b1a1e6bba1e6848fe5baa63a207be79baee6a0873a20e289a53930252c20e7bc96e58fb73a20736174697366616374696f6e7d0a0a');
CREATE TABLE line (
  key INTEGER PRIMARY KEY,
  programme INTEGER NOT NULL REFERENCES programme (key),
  indicator TEXT NOT NULL,
  part TEXT NOT NULL,
  UNIQUE (indicator, part)
) STRICT;
INSERT INTO line VALUES(1,1,'t-2021/survey/440100/visits','');
INSERT INTO line VALUES(2,1,'t-2021/survey/440100/reports','');
INSERT INTO line VALUES(3,1,'t-2021/survey/440100/on-time','');
INSERT INTO line VALUES(4,1,'t-2021/survey/440100/satisfaction','');
INSERT INTO line VALUES(5,1,'t-2021/survey/440100/money','initial');
INSERT INTO line VALUES(6,1,'t-2021/survey/440100/money','initial:fiscal');
INSERT INTO line VALUES(7,1,'t-2021/survey/440100/money','initial:carryover');
INSERT INTO line VALUES(8,1,'t-2021/survey/440100/money','initial:other');
INSERT INTO line VALUES(9,1,'t-2021/survey/440100/money','adjusted');
INSERT INTO line VALUES(10,1,'t-2021/survey/440100/money','adjusted:fiscal');
INSERT INTO line VALUES(11,1,'t-2021/survey/440100/money','adjusted:carryover');
INSERT INTO line VALUES(12,1,'t-2021/survey/440100/money','adjusted:other');
INSERT INTO line VALUES(13,1,'t-2021/survey/440100/money','spent');
INSERT INTO line VALUES(14,1,'t-2021/survey/440100/money','spent:fiscal');
INSERT INTO line VALUES(15,1,'t-2021/survey/440100/money','spent:carryover');
INSERT INTO line VALUES(16,1,'t-2021/survey/440100/money','spent:other');
CREATE TABLE observation (
  seq INTEGER PRIMARY KEY,
  programme INTEGER NOT NULL REFERENCES programme (key),
  line INTEGER NOT NULL REFERENCES line (key),
  period INTEGER NOT NULL,
  value INTEGER NOT NULL,
  body TEXT NOT NULL,
  note TEXT NOT NULL,
  supersedes INTEGER REFERENCES observation (seq),
  approved INTEGER NOT NULL CHECK (approved IN (0, 1)),
  entered_at INTEGER NOT NULL,
  entered_by TEXT NOT NULL,
  token TEXT,
  link INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO observation VALUES(2,1,1,24252,4000000,'4','',NULL,1,1795870268496282402,'local operator',NULL,2,X'a110f757d026faf7d91c614c00589d8a8d7c9e3bde00ddaca397f39fd1910fb3');
INSERT INTO observation VALUES(3,1,1,24253,5000000,'5','',NULL,1,1795870268651798732,'local operator',NULL,3,X'b7a1bf50c1da9a803e268015c34b39cd277a34e1217426801c5a61ace4702b26');
INSERT INTO observation VALUES(4,1,1,24254,6000000,'6','',NULL,1,1795870268815596458,'local operator',NULL,4,X'4d7714e9737228121c8532bb5eb4dd3ff9352b2fc42dc40f303867f32a58b6e2');
INSERT INTO observation VALUES(5,1,1,24255,7000000,'7','',NULL,1,1795870268954689091,'local operator',NULL,5,X'25ed3a70c9fbbb2830385bdde833a5a4e7722c72ac189c09f972cd8bfad5b9bb');
INSERT INTO observation VALUES(6,1,1,24256,8000000,'8','',NULL,1,1795870269087733805,'local operator',NULL,6,X'b616dcf9f79aaeca6acb2ba842d6b7e9a07e11e28cde4753f5d94a9b21293473');
INSERT INTO observation VALUES(7,1,1,24257,9000000,'9','',NULL,1,1795870269241627534,'local operator',NULL,7,X'c748915ad990d9a4737b968af888b3612bec7b741fa9d7c2dff6942c127b07b1');
INSERT INTO observation VALUES(8,1,1,24258,10000000,'10','',NULL,1,1795870269388408660,'local operator',NULL,8,X'9a76876fb68ad99d284a1216ef60c34fc120b7e0d82bf5f69b422a1884d723c1');
INSERT INTO observation VALUES(9,1,1,24259,11000000,'11','',NULL,1,1795870269550884704,'local operator',NULL,9,X'48a076ba66d77f5427a024519ceb2163c7e556484abfd6e75a986fcb5af71664');
INSERT INTO observation VALUES(10,1,1,24260,12000000,'12','',NULL,1,1795870269724346983,'local operator',NULL,10,X'6250c0c7f03576c29940a6588040be0c4d79fa7e3ff34d35c5225b6a6730086c');
INSERT INTO observation VALUES(11,1,1,24261,13000000,'13','',NULL,1,1795870269878079005,'local operator',NULL,11,X'6eb3ef4b06e8b6831c7f1e44c954eb027c8a9be1f4ce68147390a85dcb98e8c0');
INSERT INTO observation VALUES(12,1,1,24262,14000000,'14','',NULL,1,1795870270014141723,'local operator',NULL,12,X'c70f28e3c0425e151c8201ca30d4c303db74e29fadb58826184dd85eb02a8302');
INSERT INTO observation VALUES(13,1,1,24263,15000000,'15','',NULL,1,1795870270135580379,'local operator',NULL,13,X'18845d25df25dc41bc70393a335dac58b9b6825c8bb4529b2e15e30d94750131');
INSERT INTO observation VALUES(14,1,1,24253,60000000,'60','更正',3,1,1795870270264967790,'local operator',NULL,14,X'd87080a37dc2616f6092947a70ea19944281e24a10fa844ae13084463f14c177');
INSERT INTO observation VALUES(15,1,2,24257,1000000,'1','',NULL,1,1795870270410216396,'local operator',NULL,15,X'bbb30624ac245e58a0c645d3bd77cb6d2ffcc004ff27f5f1965eac138d378aa7');
INSERT INTO observation VALUES(16,1,4,24263,91000000,'91%','',NULL,1,1795870270573615988,'local operator',NULL,16,X'dd160620e1bf60e17fb280ee6a5ac751d99382d5edb06c51a6eb156ac2cd8c83');
INSERT INTO observation VALUES(17,1,13,24263,88500000,'88.5','',NULL,1,1795870270714440378,'local operator',NULL,17,X'68862fb86029c0f061d27d9b30c0321e872d0f447ee994efde156aabc6c7e6ad');
INSERT INTO observation VALUES(20,1,2,24256,1000000,'1','',NULL,0,1795870274249391214,'li',NULL,20,X'786abf26ead3d0c1a3350f5111c282d2dc01e1c7ab9e7b25665add452ab9a491');
INSERT INTO observation VALUES(21,1,2,24255,2000000,'2','',NULL,0,1795870274658296825,'li',NULL,21,X'49a6fe5966115d86c878b01c99f80f4859beb33fa7d41df8384208c24e990295');
CREATE TABLE declaration (
  seq INTEGER PRIMARY KEY,
  programme INTEGER NOT NULL REFERENCES programme (key),
  kind TEXT NOT NULL,
  indicator TEXT NOT NULL,
  horizon TEXT NOT NULL,
  period INTEGER NOT NULL,
  reason TEXT NOT NULL,
  remedy TEXT NOT NULL,
  until_day INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  entered_at INTEGER NOT NULL,
  entered_by TEXT NOT NULL,
  link INTEGER NOT NULL,
  hash BLOB NOT NULL
, approved INTEGER NOT NULL DEFAULT 1 CHECK (approved IN (0, 1))) STRICT;
CREATE TABLE day_close (
  programme INTEGER NOT NULL REFERENCES programme (key),
  day INTEGER NOT NULL,
  at INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  links INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (programme, day)
) STRICT, WITHOUT ROWID;
INSERT INTO day_close VALUES(1,20785,1795870274658296825,21,21,X'49a6fe5966115d86c878b01c99f80f4859beb33fa7d41df8384208c24e990295');
CREATE TABLE latest (
  line INTEGER NOT NULL REFERENCES line (key),
  period INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (line, period)
) STRICT, WITHOUT ROWID;
INSERT INTO latest VALUES(1,24252,2,4000000);
INSERT INTO latest VALUES(1,24253,14,60000000);
INSERT INTO latest VALUES(1,24254,4,6000000);
INSERT INTO latest VALUES(1,24255,5,7000000);
INSERT INTO latest VALUES(1,24256,6,8000000);
INSERT INTO latest VALUES(1,24257,7,9000000);
INSERT INTO latest VALUES(1,24258,8,10000000);
INSERT INTO latest VALUES(1,24259,9,11000000);
INSERT INTO latest VALUES(1,24260,10,12000000);
INSERT INTO latest VALUES(1,24261,11,13000000);
INSERT INTO latest VALUES(1,24262,12,14000000);
INSERT INTO latest VALUES(1,24263,13,15000000);
INSERT INTO latest VALUES(2,24257,15,1000000);
INSERT INTO latest VALUES(4,24263,16,91000000);
INSERT INTO latest VALUES(13,24263,17,88500000);
CREATE TABLE standing (
  line INTEGER PRIMARY KEY REFERENCES line (key),
  n INTEGER NOT NULL,
  sum INTEGER,
  max INTEGER NOT NULL,
  min INTEGER NOT NULL,
  last INTEGER NOT NULL,
  last_period INTEGER NOT NULL
) STRICT;
INSERT INTO standing VALUES(1,12,169000000,60000000,4000000,15000000,24263);
INSERT INTO standing VALUES(2,1,1000000,1000000,1000000,1000000,24257);
INSERT INTO standing VALUES(4,1,91000000,91000000,91000000,91000000,24263);
INSERT INTO standing VALUES(13,1,88500000,88500000,88500000,88500000,24263);
CREATE TABLE account (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  password TEXT NOT NULL,
  grants TEXT NOT NULL,
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT;
INSERT INTO account VALUES(1,'admin','','$argon2id$v=19$m=65536,t=1,p=2$Dwd57vE7W56TL4CrjqDaMQ$1Lzdoiq6B/QDblxM6zTvRTQUD6trVSnS6DOd2LT9ubg','administrator:*',0);
INSERT INTO account VALUES(2,'li','','$argon2id$v=19$m=65536,t=1,p=2$9GRS7QaypH/cs8GCU5OWsA$phJxcmW4iCWIbLcCMhwqzCUuB/ashxPwg79DcE7jZQ4','officer:region=440100',0);
INSERT INTO account VALUES(3,'wang','','$argon2id$v=19$m=65536,t=1,p=2$xvMtjhczpKfEYvZueMjHAA$VG8XEdaPsJDQXijXqRe4U2+oKpaJnjyHZgUA+bMWtZQ',replace('manager:*\nreviewer:*','\n',char(10)),0);
CREATE TABLE account_event (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  detail TEXT NOT NULL,
  address TEXT NOT NULL,
  entered_at INTEGER NOT NULL,
  entered_by TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO account_event VALUES(1,'added','admin','','',1795870270858610852,'local operator',X'bea3cf673b77e85039c31cec8260755beb0c7b34d2a6d0d790d9f0d15edfdeed');
INSERT INTO account_event VALUES(2,'granted','admin','administrator:*','',1795870270858610852,'local operator',X'fd67e84a65e1a3bd53b0cf216c9aed6d34340bbb05fa9fe2b4b5219809dae899');
INSERT INTO account_event VALUES(3,'invited','admin','2026-12-05T12:51:10Z','',1795870270863385991,'local operator',X'5cd54833e309305a980d7f38e836e9b5796c2ea9231d9477fb6975fbe9123375');
INSERT INTO account_event VALUES(4,'password','admin','1dbad0d55934a96477482b83f92b341e15a1e2fafa89b4df6c7e4d22b7874ea4','',1795870271324899870,'admin',X'df61acde194f236ed9e69e99025a27601e04aba78e6a8bb47abd8340c15f23b3');
INSERT INTO account_event VALUES(5,'login','admin','','',1795870271727989131,'admin',X'5cfb8815a087f39bc50a82e0381388f503e36459f5daf27f1cb88c27657fa430');
INSERT INTO account_event VALUES(6,'added','li','','',1795870271733507787,'admin',X'd0f4dcd2a104d9cc32c1fe1c43773431e733e4e1e2e3ccc20474f7feec6da5f8');
INSERT INTO account_event VALUES(7,'granted','li','officer:region=440100','',1795870271733507787,'admin',X'6fb060348d6251155cb9d533f1a300187fe2829cfe6b09db5e87aa4840c6e957');
INSERT INTO account_event VALUES(8,'invited','li','2026-12-05T12:51:11Z','',1795870271736185736,'admin',X'723c50194051b84e9d4cb628d100a1264ab4e5ba39ce72fce7a9ee2996ef0fcb');
INSERT INTO account_event VALUES(9,'password','li','d74288451c6baf239591ab7b68aedd8348f44bb1582d88d895ea8881b599bdce','',1795870272114619477,'li',X'03299b53321ae731dcc508dca4fc8d73a7892f857cd9b82b189cacb81c485f77');
INSERT INTO account_event VALUES(10,'login','admin','','',1795870272546595926,'admin',X'c564e5f70a8bca03d5d9de195caba00724ccc416c2f2884a57f04e12228cd9fb');
INSERT INTO account_event VALUES(11,'added','wang','','',1795870272549254218,'admin',X'f4135c52eec43f5f4962fdc3d64bd15651679a68b9d3e8a66edb4831ffc03a62');
INSERT INTO account_event VALUES(12,'granted','wang',replace('manager:*\nreviewer:*','\n',char(10)),'',1795870272549254218,'admin',X'3a15b0127a0c6a10bd24a6c508b38f6ba05a7182187db297deec478ccd02f5dc');
INSERT INTO account_event VALUES(13,'invited','wang','2026-12-05T12:51:12Z','',1795870272551993303,'admin',X'be9bcf9c3613d8fd9898217ad3df790e684dd3292d72b7a976fb5ca66593d58f');
INSERT INTO account_event VALUES(14,'password','wang','04827dc74eac56d852996fe66e63cb5c83de7ef21dca6037999d59881e90f7ba','',1795870272983587620,'wang',X'c8117af3adbec5243cfa43bedc6c4afc74c0334bb30b5f217491c14aaee40801');
INSERT INTO account_event VALUES(15,'login','wang','','',1795870273402620158,'wang',X'328edb83543864e9e7479526492201a3bf88b5e6c6d3357c209e47845ca1c2f2');
INSERT INTO account_event VALUES(16,'login','wang','','',1795870273808712833,'wang',X'059d153a4479bbec8953a4468b74fdc9537afa3cc3a08cfb94c544326c2d03af');
INSERT INTO account_event VALUES(17,'login','li','','',1795870274231974818,'li',X'044a7bead8d7e54eabb1346f7bfbc7281f25933709a7da53a7e9281c9554223e');
INSERT INTO account_event VALUES(18,'login','li','','',1795870274639713689,'li',X'2a1043c5ae68db1f2ac0cb0b2b29e835af5e6a000803add8a3f1158f960c3ee6');
CREATE TABLE account_close (
  day INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO account_close VALUES(20785,1795870274639713689,18,X'2a1043c5ae68db1f2ac0cb0b2b29e835af5e6a000803add8a3f1158f960c3ee6');
CREATE TABLE session (
  token BLOB PRIMARY KEY,
  data BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  account TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE invitation (
  token BLOB PRIMARY KEY,
  account TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE api_token (
  token BLOB PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  title TEXT NOT NULL,
  grants TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE login_failure (
  key INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE step (
  seq INTEGER PRIMARY KEY,
  programme INTEGER NOT NULL REFERENCES programme (key),
  kind TEXT NOT NULL,
  assignment TEXT NOT NULL,
  period INTEGER NOT NULL,
  about INTEGER NOT NULL,
  indicator TEXT NOT NULL,
  part TEXT NOT NULL,
  body TEXT NOT NULL,
  entered_at INTEGER NOT NULL,
  entered_by TEXT NOT NULL,
  link INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO step VALUES(18,1,'reopened','t-2021/survey/440100',24256,0,'','','补报',1795870273409448323,'wang',18,X'748602a854cc73aaa0fe27c28317eee2ec21130cf8dd9baba2e704ae118900f1');
INSERT INTO step VALUES(19,1,'reopened','t-2021/survey/440100',24255,0,'','','补报',1795870273813932544,'wang',19,X'a77215ab356c66545263540844a46d8724496f2d830f78a83d275cf2ad2bd9a2');
CREATE TABLE evidence (
  step INTEGER PRIMARY KEY REFERENCES step (seq),
  observation INTEGER NOT NULL REFERENCES observation (seq),
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
CREATE TABLE latest_waiting (
  line INTEGER NOT NULL REFERENCES line (key),
  period INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (line, period)
) STRICT, WITHOUT ROWID;
INSERT INTO latest_waiting VALUES(2,24255,21,2000000);
INSERT INTO latest_waiting VALUES(2,24256,20,1000000);
CREATE TABLE standing_waiting (
  line INTEGER PRIMARY KEY REFERENCES line (key),
  n INTEGER NOT NULL,
  sum INTEGER,
  max INTEGER NOT NULL,
  min INTEGER NOT NULL,
  last INTEGER NOT NULL,
  last_period INTEGER NOT NULL
) STRICT;
INSERT INTO standing_waiting VALUES(2,3,4000000,2000000,1000000,1000000,24257);
CREATE TABLE run (
  key INTEGER PRIMARY KEY,
  programme INTEGER NOT NULL REFERENCES programme (key),
  schedule TEXT NOT NULL,
  due INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  period INTEGER NOT NULL,
  cause TEXT NOT NULL,
  plan TEXT NOT NULL,
  state TEXT NOT NULL,
  fault TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  UNIQUE (programme, schedule, due)
) STRICT;
CREATE TABLE run_file (
  run INTEGER NOT NULL REFERENCES run (key),
  scope TEXT NOT NULL,
  format TEXT NOT NULL,
  path TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  fault TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  took INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (run, scope, format)
) STRICT, WITHOUT ROWID;
CREATE TABLE run_delivery (
  run INTEGER NOT NULL REFERENCES run (key),
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  fault TEXT NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (run, kind, target)
) STRICT, WITHOUT ROWID;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('goose_db_version',6);
CREATE INDEX line_of_programme ON line (programme, key);
CREATE UNIQUE INDEX observation_token ON observation (token) WHERE token IS NOT NULL;
CREATE INDEX declaration_of_programme ON declaration (programme, seq);
CREATE TRIGGER observation_is_never_changed BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;
CREATE TRIGGER observation_is_never_deleted BEFORE DELETE ON observation
BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;
CREATE TRIGGER declaration_is_never_changed BEFORE UPDATE ON declaration
BEGIN SELECT RAISE(ABORT, 'declaration is append-only'); END;
CREATE TRIGGER declaration_is_never_deleted BEFORE DELETE ON declaration
BEGIN SELECT RAISE(ABORT, 'declaration is append-only'); END;
CREATE TRIGGER definition_is_never_changed BEFORE UPDATE ON definition
BEGIN SELECT RAISE(ABORT, 'definition is append-only'); END;
CREATE TRIGGER definition_is_never_deleted BEFORE DELETE ON definition
BEGIN SELECT RAISE(ABORT, 'definition is append-only'); END;
CREATE TRIGGER definition_file_is_never_changed BEFORE UPDATE ON definition_file
BEGIN SELECT RAISE(ABORT, 'definition_file is append-only'); END;
CREATE TRIGGER definition_file_is_never_deleted BEFORE DELETE ON definition_file
BEGIN SELECT RAISE(ABORT, 'definition_file is append-only'); END;
CREATE INDEX session_of_account ON session (account);
CREATE INDEX login_failure_of_account ON login_failure (account, at);
CREATE INDEX login_failure_of_address ON login_failure (address, at);
CREATE TRIGGER account_event_is_never_changed BEFORE UPDATE ON account_event
BEGIN SELECT RAISE(ABORT, 'account_event is append-only'); END;
CREATE TRIGGER account_event_is_never_deleted BEFORE DELETE ON account_event
BEGIN SELECT RAISE(ABORT, 'account_event is append-only'); END;
CREATE INDEX step_of_programme ON step (programme, seq);
CREATE INDEX step_of_sheet ON step (assignment, period, seq);
CREATE INDEX step_about ON step (about, kind);
CREATE INDEX evidence_of_observation ON evidence (observation);
CREATE INDEX observation_in_key_order ON observation (line, period, seq DESC, value, approved);
CREATE TRIGGER step_is_never_changed BEFORE UPDATE ON step
BEGIN SELECT RAISE(ABORT, 'step is append-only'); END;
CREATE TRIGGER step_is_never_deleted BEFORE DELETE ON step
BEGIN SELECT RAISE(ABORT, 'step is append-only'); END;
CREATE TRIGGER evidence_is_never_changed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE TRIGGER evidence_is_never_deleted BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;
CREATE INDEX step_withdrawn ON step (programme, seq) WHERE kind = 'withdrawn';
CREATE INDEX run_by_due ON run (programme, due);
CREATE INDEX run_not_ended ON run (state, key) WHERE state IN ('held', 'working');
CREATE INDEX run_file_by_path ON run_file (path, state);
