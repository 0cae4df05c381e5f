-- A database as yardstick left it at schema 6.
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO goose_db_version VALUES(1,0,1,'2026-11-28 12:51:15');
INSERT INTO goose_db_version VALUES(2,1,1,'2026-11-28 12:51:15');
INSERT INTO goose_db_version VALUES(3,2,1,'2026-11-28 12:51:15');
INSERT INTO goose_db_version VALUES(4,3,1,'2026-11-28 12:51:15');
INSERT INTO goose_db_version VALUES(5,4,1,'2026-11-28 12:51:15');
INSERT INTO goose_db_version VALUES(6,5,1,'2026-11-28 12:51:15');
INSERT INTO goose_db_version VALUES(7,6,1,'2026-11-28 12:51:15');
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
INSERT INTO definition VALUES(1,1,1,1795870275382818461,'local operator',1,X'25e528a09100ee1f1c06352f70817ff71011d7569433db2f1dc336ed21fd515a');
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
INSERT INTO observation VALUES(2,1,1,24252,4000000,'4','',NULL,1,1795870275578811888,'local operator',NULL,2,X'6222ff56f4f19e58dfa05fd4bb7a0a0b3846223466f428ca05ada011f234acfd');
INSERT INTO observation VALUES(3,1,1,24253,5000000,'5','',NULL,1,1795870275772087841,'local operator',NULL,3,X'f5164372382e738ed3be861e162ea9ccba1981a6444b0e24b8d0b3d89a1d4547');
INSERT INTO observation VALUES(4,1,1,24254,6000000,'6','',NULL,1,1795870275958670937,'local operator',NULL,4,X'7c8f8e74576eba7ecb92b876162072345656d1c17c4da05ab50b2be16f94e9aa');
INSERT INTO observation VALUES(5,1,1,24255,7000000,'7','',NULL,1,1795870276128534965,'local operator',NULL,5,X'ebd5b4c1f994c973da005910e7dbe9ec827ff6186bf54b588d5adfd741d62310');
INSERT INTO observation VALUES(6,1,1,24256,8000000,'8','',NULL,1,1795870276342140159,'local operator',NULL,6,X'f0d60c07760c77b35597917f92824c39908ce8befcf32517da6eb8f9c9d1e348');
INSERT INTO observation VALUES(7,1,1,24257,9000000,'9','',NULL,1,1795870276510195614,'local operator',NULL,7,X'909a082e6e5ca35d4107bfcc9dadea3c2223b495a14f6d291e7b253216c1cfb3');
INSERT INTO observation VALUES(8,1,1,24258,10000000,'10','',NULL,1,1795870276736407712,'local operator',NULL,8,X'c3d95227cf3d586f3949258efe164bd70d1cc59866989e45679ee20166c1f220');
INSERT INTO observation VALUES(9,1,1,24259,11000000,'11','',NULL,1,1795870276923727140,'local operator',NULL,9,X'bab51a3dc0e7c833d4b180b171e59d835ecf43dc40a373607abf13b6899a60af');
INSERT INTO observation VALUES(10,1,1,24260,12000000,'12','',NULL,1,1795870277134566048,'local operator',NULL,10,X'18c49d71258ad5397a3ae6c88fbfafad82cd30a5a892b792ad68629e10b86fcd');
INSERT INTO observation VALUES(11,1,1,24261,13000000,'13','',NULL,1,1795870277315203649,'local operator',NULL,11,X'9a65ccbdbca807c1f3b8effa5b0fa9fbc90ca12ea80ef9e2462db9d7de4aebcc');
INSERT INTO observation VALUES(12,1,1,24262,14000000,'14','',NULL,1,1795870277492121700,'local operator',NULL,12,X'51b8c120b983e4b7cfdff3d8e76962a084dfeb5babd76b7719ff4ec851a46fc3');
INSERT INTO observation VALUES(13,1,1,24263,15000000,'15','',NULL,1,1795870277667073358,'local operator',NULL,13,X'150e8017a4c8d920d58832008f45d7523fca89332405cc96f7bed6b009441c7b');
INSERT INTO observation VALUES(14,1,1,24253,60000000,'60','更正',3,1,1795870277861263362,'local operator',NULL,14,X'63c83bbbc53809a169812b05a9f74db7967e71a1a7d17720e37a3f7b08459ce8');
INSERT INTO observation VALUES(15,1,2,24257,1000000,'1','',NULL,1,1795870278026494331,'local operator',NULL,15,X'10bd9656e91e985b936127617daf21447e78f9c3560f37d8df51f4da1741a819');
INSERT INTO observation VALUES(16,1,4,24263,91000000,'91%','',NULL,1,1795870278231160915,'local operator',NULL,16,X'e6ecfbb9a38c5b62d53437dad171bddca1e18fce7aa272f2702cf0c248de6452');
INSERT INTO observation VALUES(17,1,13,24263,88500000,'88.5','',NULL,1,1795870278411279073,'local operator',NULL,17,X'fd5bdbf5facb197dd005b2b4a37a321409761863d6a1d19c7408fdfe6bdc9c1d');
INSERT INTO observation VALUES(20,1,2,24256,1000000,'1','',NULL,0,1795870282929047643,'li',NULL,20,X'60fbf66b26d0197255991b977a104c5be6cf016412471b0d07ecc57f59f223fd');
INSERT INTO observation VALUES(21,1,2,24255,2000000,'2','',NULL,0,1795870283420754915,'li',NULL,21,X'c725a9afb3acb254072fa0a17f99b90481c493d3122de73149fcd34ffd93dc89');
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
INSERT INTO day_close VALUES(1,20785,1795870285835401996,24,24,X'8d9087bf8615b2fa87ae78c8a730f27131243fb364b19ee0738c55738c14f532');
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
INSERT INTO account VALUES(1,'admin','','$argon2id$v=19$m=65536,t=1,p=2$hlbLt6SZyLN8AFvkNqCsOA$/+TMgGCSYy+S28cxTZ7vB0rKdnDwiBG5ZCaEfAgjUgw','administrator:*',0);
INSERT INTO account VALUES(2,'li','','$argon2id$v=19$m=65536,t=1,p=2$IBwFEMM1NV+aBtvO+SiJVA$8dtseQ+8CO96NsBC74kAwCW6Oze49vzn5xnhByZbc+Y','officer:region=440100',0);
INSERT INTO account VALUES(3,'wang','','$argon2id$v=19$m=65536,t=1,p=2$y2rLHKvaz6/6Lizy8bkkGw$ddFIzQSobRXk7dbNeF4j6HS1Gr0l0gacraiz1lyaC+w',replace('manager:*\nreviewer:*','\n',char(10)),0);
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
INSERT INTO account_event VALUES(1,'added','admin','','',1795870278593637291,'local operator',X'aadde940184cc5a21cade4702cf819ddbd5ce39e80cd0e08700930eb57eced76');
INSERT INTO account_event VALUES(2,'granted','admin','administrator:*','',1795870278593637291,'local operator',X'85587c802db4735a232942a2a16fcd0a25109a3ff26e24c2dbd9c4f4f46c3cbb');
INSERT INTO account_event VALUES(3,'invited','admin','2026-12-05T12:51:18Z','',1795870278596879408,'local operator',X'336031f810ada0ca2404763da46f2bd97c7668a181963b0e8b8c839a6cd42135');
INSERT INTO account_event VALUES(4,'password','admin','3c4feb45cbca0efb2436fc17f53b37b4bbed350d42b89bfc7d9694c0b810437a','',1795870279132080387,'admin',X'c96837e75c36f5156805ad93a9cfef813ec3e79e3d9389b7d5419209f1c8e144');
INSERT INTO account_event VALUES(5,'login','admin','','',1795870279667130400,'admin',X'cb411415842d01af2daaa0d84e4ed026f55cec809e384d36e914393ad18926f0');
INSERT INTO account_event VALUES(6,'added','li','','',1795870279672792838,'admin',X'0e2f9b77e891e19425d0c0381daaf2c60e0fbe1d3f88601b93c12aee9d4a3f41');
INSERT INTO account_event VALUES(7,'granted','li','officer:region=440100','',1795870279672792838,'admin',X'cf7d03773400447a3cdb542219dbe8f4c89e91a627ec01a9fd3fa1fa0d90ce75');
INSERT INTO account_event VALUES(8,'invited','li','2026-12-05T12:51:19Z','',1795870279675354057,'admin',X'a0bbb22c178504e1203089f4384092e9f4992d7a0a6e92427152dc38f23043dc');
INSERT INTO account_event VALUES(9,'password','li','67411dbe62fefcf2057c2dca8fdb912d403a3daa37fa8b8bdb6b64c5c68d4256','',1795870280226846854,'li',X'6b5364cacff2fe2819a8cae7d5cc21c00f8a217a98c2f1da90e7fe6fea1682b0');
INSERT INTO account_event VALUES(10,'login','admin','','',1795870280892720086,'admin',X'1d3ea07cadb964ff6c3a6439b0e43c5d0c45f08b44971a38fee7a94f0685a644');
INSERT INTO account_event VALUES(11,'added','wang','','',1795870280896916159,'admin',X'ccadbf6aa6a7ac788acbc0b710cf292acbb316cc815e2c64363472c8682325a7');
INSERT INTO account_event VALUES(12,'granted','wang',replace('manager:*\nreviewer:*','\n',char(10)),'',1795870280896916159,'admin',X'd23520ef4264ca5676683ba154ba8f1920011d8e2ac1936a6352c29de2c85bb9');
INSERT INTO account_event VALUES(13,'invited','wang','2026-12-05T12:51:20Z','',1795870280899646207,'admin',X'5262bb262025a4eb5870d57ab0e368d23a6c5819d789978ae233865cde54fc69');
INSERT INTO account_event VALUES(14,'password','wang','44b280c1161a487288be882a63b047f1ed0a84c5e42c33480cad88eb6b94e6dc','',1795870281340681604,'wang',X'a0781f31c897ad96cce0ddb8181958fd12a9b274b0a81faf01efafe5af49b8c1');
INSERT INTO account_event VALUES(15,'login','wang','','',1795870281940613879,'wang',X'54eec85fcbb34db1a1e2586556d7dd807c005f9a1bdc80811d5220db339e5b28');
INSERT INTO account_event VALUES(16,'login','wang','','',1795870282426160750,'wang',X'7ba158e640dc14e374636d899c5078aefa4ddd43373911017c87bba36675ca15');
INSERT INTO account_event VALUES(17,'login','li','','',1795870282913790554,'li',X'88b80b0f82cec06bd89875ef013643bdcbba7f253820acdb6812a336611acbad');
INSERT INTO account_event VALUES(18,'login','li','','',1795870283408257559,'li',X'116b0df4e3d8f86f3288dbfd7b473b7b8922aa256d61196a0a2694a91e695377');
INSERT INTO account_event VALUES(19,'login','li','','',1795870283920039569,'li',X'a1ea2f5404824a3688747a3cbbfa0ec449e44b1e739784df90da94d159b30ca1');
INSERT INTO account_event VALUES(20,'login','wang','','',1795870284370879224,'wang',X'780b1520f35d1776cdf9fea85bab4fc3ea43df21983067c2c70e044a08b93c57');
INSERT INTO account_event VALUES(21,'login','wang','','',1795870284863229844,'wang',X'cf20b0e18ccd4e49e18158469c6857566b581f916445acf9ee919596fca99985');
INSERT INTO account_event VALUES(22,'login','wang','','',1795870285829343669,'wang',X'14cf138816312c7f95df508055a2c20ef189fdd1c73c6029f9ddcf51eb273ba9');
CREATE TABLE account_close (
  day INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO account_close VALUES(20785,1795870285829343669,22,X'14cf138816312c7f95df508055a2c20ef189fdd1c73c6029f9ddcf51eb273ba9');
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
INSERT INTO step VALUES(18,1,'reopened','t-2021/survey/440100',24256,0,'','','补报',1795870281947038741,'wang',18,X'e91b83f99f30bc4fd35d44061eea8b9cb5f2a13b7af1804c77d9f87d7d624c09');
INSERT INTO step VALUES(19,1,'reopened','t-2021/survey/440100',24255,0,'','','补报',1795870282448555861,'wang',19,X'597aae93e5eb4f13e8cca1ac0a47b45352b90bf29c981daf4a1ebc76f336852b');
INSERT INTO step VALUES(22,1,'withdrawn','t-2021/survey/440100',24255,21,'t-2021/survey/440100/reports','','2',1795870283924092841,'li',22,X'07875043c6e800ce9d2be6b5ae2a9a596ed180b65827725cb3cc76160d29f55a');
INSERT INTO step VALUES(23,1,'scheduled','',0,0,'','月报','{"name":"月报","cron":"0 8 5 * *","scopes":["all"],"formats":["json"],"language":"en","period":"previous","folder":"{programme}/{period}/{scope}","catch_up":"all","retries":5}',1795870284375055199,'wang',23,X'1dd23801d35f3178728ac44293266f2a64b76bfceed211d6ef8a46e212d34d90');
INSERT INTO step VALUES(24,1,'paused','',0,0,'','月报','',1795870285835401996,'wang',24,X'8d9087bf8615b2fa87ae78c8a730f27131243fb364b19ee0738c55738c14f532');
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
INSERT INTO standing_waiting VALUES(2,2,2000000,1000000,1000000,1000000,24257);
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
INSERT INTO run VALUES(1,1,'月报',1795870284869386167,1795870284869386167,24263,'hand','{"name":"月报","cron":"0 8 5 * *","scopes":["all"],"formats":["json"],"language":"en","period":"previous","folder":"{programme}/{period}/{scope}","catch_up":"all","retries":5}','done','',1795870284869386167,1795870285253810046);
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
INSERT INTO run_file VALUES(1,'city-440100','json','t-2021/2021-12/city-440100.json','done',1,'',12780,'9994e7a3422d775fbd14c7cebabbbd8ab6d4f85c478b47a381926a95133be49e','4017b92e867734bc5fd923c95700843f794ebd5e822a26ab21ccf27d596332eb',24577803,1795870285235954789);
INSERT INTO run_file VALUES(1,'programme','json','t-2021/2021-12/programme.json','done',1,'',13850,'8f581b9ff5c7fd0665956b3b4d876baa07ce325b4b5482dd3ba2128930f6746b','fe91d0ff9742da17bf9155db3f6555c25248d96bb41780676ef3624054087d3a',19956134,1795870285235144946);
INSERT INTO run_file VALUES(1,'project-survey','json','t-2021/2021-12/project-survey.json','done',1,'',12794,'a642f673403c70e8dd974cdbb5608b8e332d7e3e5f41d2553db55932fc8c1329','d3c54d3d866f3c8efc25f30d6f2737090b6d8f7241949033e745a5f6ec73a77f',3341245,1795870285252145165);
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
CREATE TABLE answer (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  request BLOB NOT NULL,
  status INTEGER NOT NULL,
  type TEXT NOT NULL,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE river_leader (
    elected_at timestamp NOT NULL,
    expires_at timestamp NOT NULL,
    leader_id text NOT NULL,
    name text PRIMARY KEY NOT NULL DEFAULT 'default' CHECK (name = 'default'),
    CONSTRAINT name_length CHECK (length(name) > 0 AND length(name) < 128),
    CONSTRAINT leader_id_length CHECK (length(leader_id) > 0 AND length(leader_id) < 128)
);
CREATE TABLE river_migration (
    line text NOT NULL,
    version integer NOT NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT line_length CHECK (length(line) > 0 AND length(line) < 128),
    CONSTRAINT version_gte_1 CHECK (version >= 1),
    PRIMARY KEY (line, version)
);
INSERT INTO river_migration VALUES('main',1,'2026-11-28 12:51:24');
INSERT INTO river_migration VALUES('main',2,'2026-11-28 12:51:24');
INSERT INTO river_migration VALUES('main',3,'2026-11-28 12:51:24');
INSERT INTO river_migration VALUES('main',4,'2026-11-28 12:51:24');
INSERT INTO river_migration VALUES('main',5,'2026-11-28 12:51:24');
INSERT INTO river_migration VALUES('main',6,'2026-11-28 12:51:24');
INSERT INTO river_migration VALUES('main',7,'2026-11-28 12:51:24');
INSERT INTO river_migration VALUES('main',8,'2026-11-28 12:51:24');
CREATE TABLE river_notification (
    id integer PRIMARY KEY AUTOINCREMENT,
    created_at timestamp NOT NULL DEFAULT (datetime('now', 'subsec')),
    payload text NOT NULL,
    topic text NOT NULL,
    CONSTRAINT topic_length CHECK (length(topic) > 0 AND length(topic) < 128)
);
INSERT INTO river_notification VALUES(1,'2026-11-28 12:51:24.937','{"queue": "default"}','river_insert');
CREATE TABLE river_queue (
    name text PRIMARY KEY NOT NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    metadata blob NOT NULL DEFAULT (jsonb('{}')),
    paused_at timestamp,
    updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO river_queue VALUES('default','2026-11-28 12:51:24.929',X'0c',NULL,'2026-11-28 12:51:24.929');
CREATE TABLE river_job (
    id integer PRIMARY KEY AUTOINCREMENT,
    args blob NOT NULL DEFAULT (jsonb('{}')),
    attempt integer NOT NULL DEFAULT 0,
    attempted_at timestamp,
    attempted_by blob, -- json
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    errors blob, -- json
    finalized_at timestamp,
    kind text NOT NULL,
    max_attempts integer NOT NULL DEFAULT 25,
    metadata blob NOT NULL DEFAULT (jsonb('{}')),
    priority integer NOT NULL DEFAULT 1,
    queue text NOT NULL DEFAULT 'default',
    state text NOT NULL DEFAULT 'available',
    scheduled_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    tags blob NOT NULL DEFAULT (jsonb('[]')),
    unique_key blob,
    unique_states integer,
    CONSTRAINT finalized_or_finalized_at_null CHECK (
        (finalized_at IS NULL AND state NOT IN ('cancelled', 'completed', 'discarded')) OR
        (finalized_at IS NOT NULL AND state IN ('cancelled', 'completed', 'discarded'))
    ),
    CONSTRAINT priority_in_range CHECK (priority >= 1 AND priority <= 4),
    CONSTRAINT queue_length CHECK (length(queue) > 0 AND length(queue) < 128),
    CONSTRAINT kind_length CHECK (length(kind) > 0 AND length(kind) < 128),
    CONSTRAINT state_valid CHECK (state IN ('available', 'cancelled', 'completed', 'discarded', 'pending', 'retryable', 'running', 'scheduled'))
);
INSERT INTO river_job VALUES(1,X'cc4a3772756e13315773636f7065b7636974792d34343031303067666f726d6174476a736f6e4770617468c71f742d323032312f323032312d31322f636974792d3434303130302e6a736f6e',1,'2026-11-28 12:51:25.205',X'cb1fc71d766d5f323032365f31315f32385431325f35315f32345f393236393433','2026-11-28 12:51:24.936',NULL,'2026-11-28 12:51:25.242','scorecard',6,X'cc26c71272697665723a756e697175655f6e6f6e6365c71037666263373762366265366235353932',1,'default','completed','2026-11-28 12:51:24.936',X'0b',X'9558befef34238a85bb5f94346d0079921899c1a34b69a1d832d88d3671075db',241);
INSERT INTO river_job VALUES(2,X'cc463772756e13315773636f70659770726f6772616d6d6567666f726d6174476a736f6e4770617468c71d742d323032312f323032312d31322f70726f6772616d6d652e6a736f6e',1,'2026-11-28 12:51:25.205',X'cb1fc71d766d5f323032365f31315f32385431325f35315f32345f393236393433','2026-11-28 12:51:24.936',NULL,'2026-11-28 12:51:25.237','scorecard',6,X'cc26c71272697665723a756e697175655f6e6f6e6365c71038316462386636393236653263303839',1,'default','completed','2026-11-28 12:51:24.936',X'0b',X'8af71401bdbeaa481ac87c60cf802e28e59c6c08c35ee466610a1e56c372fba9',241);
INSERT INTO river_job VALUES(3,X'cc513772756e13315773636f7065c70e70726f6a6563742d73757276657967666f726d6174476a736f6e4770617468c722742d323032312f323032312d31322f70726f6a6563742d7375727665792e6a736f6e',1,'2026-11-28 12:51:25.244',X'cb1fc71d766d5f323032365f31315f32385431325f35315f32345f393236393433','2026-11-28 12:51:24.936',NULL,'2026-11-28 12:51:25.254','scorecard',6,X'cc26c71272697665723a756e697175655f6e6f6e6365c71064366233383636333461343430636361',1,'default','completed','2026-11-28 12:51:24.936',X'0b',X'27514ae07c595e77c1dc4b43f27ed911a65a66f4267c2cc55567b680b06170d9',241);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('goose_db_version',7);
INSERT INTO sqlite_sequence VALUES('river_job',3);
INSERT INTO sqlite_sequence VALUES('river_notification',1);
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
CREATE INDEX answer_at ON answer (at);
CREATE INDEX river_notification_created_at_idx ON river_notification (created_at);
CREATE INDEX river_notification_topic_id_idx ON river_notification (topic, id);
CREATE INDEX river_job_kind ON river_job (kind);
CREATE INDEX river_job_state_and_finalized_at_index ON river_job (state, finalized_at) WHERE finalized_at IS NOT NULL;
CREATE INDEX river_job_prioritized_fetching_index ON river_job (state, queue, priority, scheduled_at, id);
CREATE UNIQUE INDEX river_job_unique_idx ON river_job (unique_key)
    WHERE unique_key IS NOT NULL
        AND unique_states IS NOT NULL
        AND CASE state
            WHEN 'available' THEN unique_states & (1 << 0)
            WHEN 'cancelled' THEN unique_states & (1 << 1)
            WHEN 'completed' THEN unique_states & (1 << 2)
            WHEN 'discarded' THEN unique_states & (1 << 3)
            WHEN 'pending'   THEN unique_states & (1 << 4)
            WHEN 'retryable' THEN unique_states & (1 << 5)
            WHEN 'running'   THEN unique_states & (1 << 6)
            WHEN 'scheduled' THEN unique_states & (1 << 7)
            ELSE 0
        END >= 1;
