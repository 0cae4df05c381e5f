-- A database as yardstick left it at schema 4.
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO goose_db_version VALUES(1,0,1,'2026-11-28 12:51:00');
INSERT INTO goose_db_version VALUES(2,1,1,'2026-11-28 12:51:00');
INSERT INTO goose_db_version VALUES(3,2,1,'2026-11-28 12:51:00');
INSERT INTO goose_db_version VALUES(4,3,1,'2026-11-28 12:51:00');
INSERT INTO goose_db_version VALUES(5,4,1,'2026-11-28 12:51:00');
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
INSERT INTO definition VALUES(1,1,1,1795870260933185731,'local operator',1,X'ee2875fd35231f27ceadbc61ba99d505630ea7e8a017974712c8c2d8313d7afa');
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
INSERT INTO observation VALUES(2,1,1,24252,4000000,'4','',NULL,1,1795870261058795663,'local operator',NULL,2,X'1c24e03c37bb942b5b8b9dca5550b6f5aac2583d830f2ceb11af2ac07f905a83');
INSERT INTO observation VALUES(3,1,1,24253,5000000,'5','',NULL,1,1795870261188403522,'local operator',NULL,3,X'b98279c20b902078252405811da72df670ef96b82a4cf66a9c46004f9f569141');
INSERT INTO observation VALUES(4,1,1,24254,6000000,'6','',NULL,1,1795870261324709270,'local operator',NULL,4,X'bd52b6facf02f063663141467daeee672f2e980d72b00d06383b82fcb091bef2');
INSERT INTO observation VALUES(5,1,1,24255,7000000,'7','',NULL,1,1795870261444297293,'local operator',NULL,5,X'a28d1c271a2d11e7c43592a80cf41653a5feab058695007d5a39a5362cba9ad9');
INSERT INTO observation VALUES(6,1,1,24256,8000000,'8','',NULL,1,1795870261621951106,'local operator',NULL,6,X'59b8fb08dc4ec49e720df781614f8dfab36950744068817b03f70363df9a5639');
INSERT INTO observation VALUES(7,1,1,24257,9000000,'9','',NULL,1,1795870261761424338,'local operator',NULL,7,X'65e5fe75886ba054932d69a57af63fdc719d4cd986b03540b3cd22ad3ca6ac3c');
INSERT INTO observation VALUES(8,1,1,24258,10000000,'10','',NULL,1,1795870261904981582,'local operator',NULL,8,X'd37d55c5086463a22d61dd5e06ab6e331c0e635badf6ad28968d66f4e484bc92');
INSERT INTO observation VALUES(9,1,1,24259,11000000,'11','',NULL,1,1795870262051800028,'local operator',NULL,9,X'ffb90ea1bcbf80d23e151298a1ceda82611283c78a8869f5d1f76e652afd30b6');
INSERT INTO observation VALUES(10,1,1,24260,12000000,'12','',NULL,1,1795870262215282317,'local operator',NULL,10,X'a6bb069e0d864c0f998b1457418a3f905bf83e43c6a23037b0db16983b08d29e');
INSERT INTO observation VALUES(11,1,1,24261,13000000,'13','',NULL,1,1795870262403619883,'local operator',NULL,11,X'e0de7387255421d3bec12e0c71cbf73cb90c77bcc497814251fb74aa2c672f7a');
INSERT INTO observation VALUES(12,1,1,24262,14000000,'14','',NULL,1,1795870262538885261,'local operator',NULL,12,X'6e3318afa480955a5cf0a9fededd185837954dac5b0d1224fb8a41b6e0b3761d');
INSERT INTO observation VALUES(13,1,1,24263,15000000,'15','',NULL,1,1795870262697905423,'local operator',NULL,13,X'0e8962af372c2d72a0faf276a71c2c6e69ba246f25b5501b75182123e95baf8b');
INSERT INTO observation VALUES(14,1,1,24253,60000000,'60','更正',3,1,1795870262824783536,'local operator',NULL,14,X'eb10c89bfcedcba66a9990f108af90a1e412fa9852e5a811036d7ecf96c99e5d');
INSERT INTO observation VALUES(15,1,2,24257,1000000,'1','',NULL,1,1795870262979078133,'local operator',NULL,15,X'c639ccfe4c87ac58f3d86bb21c5fc3e4c1acb0d5bec6ef96cd9bf58e3988987e');
INSERT INTO observation VALUES(16,1,4,24263,91000000,'91%','',NULL,1,1795870263130895522,'local operator',NULL,16,X'5a229aef743c24e090abeb015a4610e51d1b0ed69c18c6b7661e384655c59369');
INSERT INTO observation VALUES(17,1,13,24263,88500000,'88.5','',NULL,1,1795870263244527271,'local operator',NULL,17,X'e4a0b81a8bc78ce3687b22a399b0f99ff3bd1045cf052d801a679c1a3b816c31');
INSERT INTO observation VALUES(20,1,2,24256,1000000,'1','',NULL,0,1795870267175689118,'li',NULL,20,X'bd484dddebacaa7d246a3e1dc5e3a268df3a4503be54058f4c787208a995a4ef');
INSERT INTO observation VALUES(21,1,2,24255,2000000,'2','',NULL,0,1795870267661375132,'li',NULL,21,X'55805aa774e25addae22f037d86ed1f704eeccb836fc9fa4f9ef86a335822454');
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
INSERT INTO day_close VALUES(1,20785,1795870267661375132,21,21,X'55805aa774e25addae22f037d86ed1f704eeccb836fc9fa4f9ef86a335822454');
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
INSERT INTO account VALUES(1,'admin','','$argon2id$v=19$m=65536,t=1,p=2$QnZJ4XpUN46e5nexasLPjQ$+U1M2pkmQ2EY6Eftj5zK/HsAzwn66nLL13yD4nQgAFk','administrator:*',0);
INSERT INTO account VALUES(2,'li','','$argon2id$v=19$m=65536,t=1,p=2$1x+MoeXtyxtHQfiy7QCt5g$N7U1i+p4/gisjXaJCrTeyXsCpIlsXoGVSDZpAPvUx6Q','officer:region=440100',0);
INSERT INTO account VALUES(3,'wang','','$argon2id$v=19$m=65536,t=1,p=2$/juz+nforjFsYjeVKEgarw$LfFi6je2YEOet1A23u0g1OEYH0egxwoJ9/ufZx4LTnQ',replace('manager:*\nreviewer:*','\n',char(10)),0);
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
INSERT INTO account_event VALUES(1,'added','admin','','',1795870263359998431,'local operator',X'f960125bf2a8893106b7258a8efaaf483b9161f8d339c234a19a4fd19f7c80d3');
INSERT INTO account_event VALUES(2,'granted','admin','administrator:*','',1795870263359998431,'local operator',X'8c5da6f914a1c023dd49de6c782c0705c19915b900e3ab0e55f5b37f82ab26e6');
INSERT INTO account_event VALUES(3,'invited','admin','2026-12-05T12:51:03Z','',1795870263364848130,'local operator',X'63d158c7fa63f647ddcd1aad81fc87706f1901e692f6e028fae00e1a55e0d430');
INSERT INTO account_event VALUES(4,'password','admin','ea873a4438c78b69d783f940aaaef919d32ca667450ed9ad391cd7bd982e3b35','',1795870263821385962,'admin',X'50b63e88c9d983949f3608b67af3e8d91f37a7141226bc2a852625844ff92573');
INSERT INTO account_event VALUES(5,'login','admin','','',1795870264254135314,'admin',X'b8ff1abbe00f0dfa7614aebc901f3829fc88ed41454be80b675cb92e51074fbc');
INSERT INTO account_event VALUES(6,'added','li','','',1795870264260108310,'admin',X'3b2c13aa6301015aebe2b4008a4529ec55cdf0f3fcbb8b045f7532d35f61504e');
INSERT INTO account_event VALUES(7,'granted','li','officer:region=440100','',1795870264260108310,'admin',X'cb6d5118ea4befe65cdb0a5a276c4cd658fc3fba0c03c8dc28a1d37d652877e5');
INSERT INTO account_event VALUES(8,'invited','li','2026-12-05T12:51:04Z','',1795870264262240817,'admin',X'0d3be5e14c42dd7d6853ff8981d225c1fc1f2ccf931008d26ad5bc4d4d823e8d');
INSERT INTO account_event VALUES(9,'password','li','8f6cbf27ca3a7d4d2e5d67b6e55a1ac5e1dd0b06062cf6ed70d0a04696376a6e','',1795870264722724516,'li',X'9900fa72f79518326d691db82ccdc4a93ba9b67ed8f267433c276e495d8fa59c');
INSERT INTO account_event VALUES(10,'login','admin','','',1795870265278456497,'admin',X'5a992a4d3e8ae88717eb1d971081a5ac777769dd5cf81560e26b3a8147941251');
INSERT INTO account_event VALUES(11,'added','wang','','',1795870265289592136,'admin',X'f855c05d06de583ed4d968818f9cf7dcd4407940189eff8d8b7e7543baa06efb');
INSERT INTO account_event VALUES(12,'granted','wang',replace('manager:*\nreviewer:*','\n',char(10)),'',1795870265289592136,'admin',X'6f0c8210c92793d4495c59102387be580d4720398d8f73690ce6628a0735af27');
INSERT INTO account_event VALUES(13,'invited','wang','2026-12-05T12:51:05Z','',1795870265293127027,'admin',X'5275749b0ac851cb1e97271fe14c22d637a9ba75b0d220e4e576f3255339d701');
INSERT INTO account_event VALUES(14,'password','wang','02034dc6b381a484b23245d5fc2acee971212784144132e4b29b35fa83014e35','',1795870265734131375,'wang',X'c45ead0dc74bd2924d73a1dd46716c8a533903079370a308f86b29714abd52a7');
INSERT INTO account_event VALUES(15,'login','wang','','',1795870266232731584,'wang',X'48bc16e96b7a2df2dd2de9b04873040d3702ce7e6419d5a04f7b6ce8e24e7792');
INSERT INTO account_event VALUES(16,'login','wang','','',1795870266676122850,'wang',X'fa762cb8c95849743743d0016fa3b2b6842942d8fe48ecdd1d0744cadc4df205');
INSERT INTO account_event VALUES(17,'login','li','','',1795870267152355751,'li',X'04a7278c0dfa4fc4153b8c35e3e802f3519bf177d1f9b9bb28104aa1d9fa1740');
INSERT INTO account_event VALUES(18,'login','li','','',1795870267633286253,'li',X'6c48da994dc0fa2575c03ed32722cca8c1332b1f14ce82c3a759847dbe6c132c');
CREATE TABLE account_close (
  day INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO account_close VALUES(20785,1795870267633286253,18,X'6c48da994dc0fa2575c03ed32722cca8c1332b1f14ce82c3a759847dbe6c132c');
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
INSERT INTO step VALUES(18,1,'reopened','t-2021/survey/440100',24256,0,'','','补报',1795870266238031255,'wang',18,X'21dcfae792cca81dad21ef5f2a976977fb9b10e4bf04cbe1c70f615a4cd331dc');
INSERT INTO step VALUES(19,1,'reopened','t-2021/survey/440100',24255,0,'','','补报',1795870266680754267,'wang',19,X'd3a9c4703e5a763bbec208936cf6ec5fe92a3d7294fa55fb05d84980c5f9ed21');
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
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('goose_db_version',5);
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
