//! Small folders in the format of the PKDD'99 bank, with every trap that the real one has.

use super::{Database, noon};
use api::{
    auth::keyring::Keyring,
    backend,
    clock::{Clock, StandingClock},
    config::{self, ServiceUrl},
    ingest::{
        pkdd99::Import,
        report::Report,
        run::{self, RunError, Summary},
    },
    service::write::Writer,
};
use chrono::NaiveDate;
use flate2::{Compression, write::GzEncoder};
use std::{io::Write, path::PathBuf, sync::Arc};
use uuid::Uuid;

/// A folder with the eight files; dropping it removes it.
pub(crate) struct Folder(pub(crate) PathBuf);

const DISTRICT: &str = "A1;A2;A3;A4;A5;A6;A7;A8;A9;A10;A11;A12;A13;A14;A15;A16
1;\"Hl.m. Praha\";\"Prague\";1204953;0;0;0;1;1;100.0;12541;0.29;0.43;167;85677;99107
2;\"Benesov\";\"central Bohemia\";88884;80;26;6;2;5;46.7;8507;1.67;1.85;132;2159;2674
";

/// Account 4 opens after everything else.
const ACCOUNT: &str = "\"account_id\";\"district_id\";\"frequency\";\"date\"
1;1;\"POPLATEK MESICNE\";930101
2;1;\"POPLATEK TYDNE\";930105
3;2;\"POPLATEK PO OBRATU\";930110
4;2;\"POPLATEK MESICNE\";930601
";

/// Client 1 is a woman, born on 13 December 1970.
const CLIENT: &str = "\"client_id\";\"birth_number\";\"district_id\"
1;\"706213\";1
2;\"450204\";1
3;\"406009\";2
4;\"561201\";2
5;\"705930\";2
";

/// Client 3 may act on the account of client 2.
const DISP: &str = "\"disp_id\";\"client_id\";\"account_id\";\"type\"
1;1;1;\"OWNER\"
2;2;2;\"OWNER\"
3;3;2;\"DISPONENT\"
4;4;3;\"OWNER\"
5;5;4;\"OWNER\"
";

const CARD: &str = "\"card_id\";\"disp_id\";\"type\";\"issued\"
1;1;\"classic\";930201 00:00:00
2;1;\"gold\";930701 00:00:00
";

const ORDER: &str = "\"order_id\";\"account_id\";\"bank_to\";\"account_to\";\"amount\";\"k_symbol\"
1;1;\"YZ\";\"87144583\";2452.00;\"SIPO\"
2;1;\"ST\";\"89597016\";1000.00;\"UVER\"
3;2;\"QR\";\"13943797\";7266.00;\" \"
4;4;\"QR\";\"13943797\";10.00;\"LEASING\"
";

const LOAN: &str =
    "\"loan_id\";\"account_id\";\"date\";\"amount\";\"duration\";\"payments\";\"status\"
1;1;930115;12000;12;1000.00;\"A\"
2;2;971201;96396;12;8033.00;\"C\"
";

const HEADING: &str = "\"trans_id\";\"account_id\";\"date\";\"type\";\"operation\";\"amount\";\
    \"balance\";\"k_symbol\";\"bank\";\"account\"\r\n";

/// The rows of 12 February are not in the order of booking; 3 March has one that fits nowhere; on
/// 4 March account 3 is overdrawn; the file ends amid 31 March.
const TRANS: [&str; 15] = [
    r#"1;1;930101;"PRIJEM";"VKLAD";20000.00;20000.00;"";;"#,
    r#"2;2;930105;"PRIJEM";"VKLAD";900.00;900.00;"";;"#,
    r#"3;3;930110;"PRIJEM";"VKLAD";1000.00;1000.00;"";;"#,
    r#"4;1;930131;"PRIJEM";"";66.60;20066.60;"UROK";;"#,
    r#"5;1;930212;"VYDAJ";"PREVOD NA UCET";1000.00;16966.60;"UVER";"ST";"89597016""#,
    r#"6;1;930212;"VYDAJ";"PREVOD NA UCET";2000.00;18066.60;"SIPO";"YZ";"87144583""#,
    r#"7;1;930212;"VYBER";"VYBER";100.00;17966.60;" ";;"#,
    r#"8;2;930228;"PRIJEM";"PREVOD Z UCTU";5123.00;6023.00;"DUCHOD";"YZ";"62457513""#,
    r#"9;2;930228;"VYDAJ";"VYBER";14.60;6008.40;"SLUZBY";;"#,
    r#"10;2;930303;"VYDAJ";"VYBER KARTOU";100.00;5908.90;"";;"#,
    r#"11;2;930303;"PRIJEM";"VKLAD";50.00;9999.00;"";;"#,
    r#"12;3;930304;"VYDAJ";"PREVOD NA UCET";1500.00;-500.00;"POJISTNE";"AB";"1""#,
    r#"13;3;930304;"VYDAJ";"VYBER";10.50;-510.50;"SANKC. UROK";;"#,
    r#"14;1;930331;"PRIJEM";"VKLAD";1.00;16967.60;"";;"#,
    r#"15;1;930331;"VYDAJ";"VYBER";1.00;16966.60;"";;"#,
];

impl Folder {
    /// The folder with all traps and without a bad row.
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("rapport-pkdd99-{}", Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        let folder = Self(path);
        for (name, text) in [
            ("district", DISTRICT),
            ("account", ACCOUNT),
            ("client", CLIENT),
            ("disp", DISP),
            ("card", CARD),
            ("order", ORDER),
            ("loan", LOAN),
        ] {
            folder.file(name, text);
        }
        folder.trans(&TRANS);
        folder
    }

    /// Writes a file.
    pub(crate) fn file(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(format!("{name}.asc")), text).unwrap();
    }

    /// Adds lines to a file.
    pub(crate) fn add(&self, name: &str, lines: &str) {
        let path = self.0.join(format!("{name}.asc"));
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text + lines).unwrap();
    }

    /// Writes the movements, with the line ends that the real file has.
    pub(crate) fn trans<Row: AsRef<str>>(&self, rows: &[Row]) {
        let rows: Vec<&str> = rows.iter().map(AsRef::as_ref).collect();
        self.file("trans", &format!("{HEADING}{}\r\n", rows.join("\r\n")));
    }

    /// The movements up to a number.
    pub(crate) fn first_trans(&self, count: usize) {
        self.trans(&TRANS[..count]);
    }

    /// Packs every file.
    pub(crate) fn pack(&self) {
        for file in std::fs::read_dir(&self.0).unwrap() {
            let path = file.unwrap().path();
            let target = std::fs::File::create(path.with_extension("asc.gz")).unwrap();
            let mut packed = GzEncoder::new(target, Compression::fast());
            packed.write_all(&std::fs::read(&path).unwrap()).unwrap();
            packed.finish().unwrap();
            std::fs::remove_file(path).unwrap();
        }
    }

    /// A movement on each of three accounts on each of so many days from 1993 on.
    pub(crate) fn long(&self, days: u32) {
        let first = NaiveDate::from_ymd_opt(1993, 1, 1).unwrap();
        let row = |(number, day): (u32, NaiveDate)| {
            let date = day.format("%y%m%d");
            (1..=3).map(move |account| {
                let key = number * 3 + account;
                format!(r#"{key};{account};{date};"PRIJEM";"VKLAD";100.00;{number}00.00;"";;"#)
            })
        };
        let rows: Vec<String> = (1..=days).zip(first.iter_days()).flat_map(row).collect();
        self.trans(&rows);
    }

    pub(crate) fn rejects(&self) -> PathBuf {
        self.0.join("rejects.csv")
    }

    /// Imports it as the command line does.
    pub(crate) async fn import(
        &self,
        database: &Database,
        bank_date: Option<NaiveDate>,
        strict: bool,
    ) -> Result<Summary, RunError> {
        let import = Import::new(self.0.clone());
        let last_day = import.scan().unwrap().last_day;
        let bank_date = bank_date.or(last_day.pred_opt()).unwrap();
        let report = Report::new(self.rejects(), strict);
        run::run(import, bank_date, report, loading(database).await, |_| {}).await
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// Where a loader writes, and the keys it seals with.
pub(crate) async fn loading(database: &Database) -> (Writer, Arc<Keyring>) {
    let url = ServiceUrl::new(database.url());
    let config = config::Database { url, writers: 2, ..config::Database::default() };
    let pool = backend::writers(&config).await.unwrap();
    let clock: Arc<dyn Clock> = Arc::new(StandingClock::at(noon(15)));
    (Writer::new(pool, clock), Arc::new(Keyring::generated().unwrap()))
}

/// The folder of the real bank, where its path is given.
pub(crate) fn real() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests are configured by the environment")]
    let path = std::env::var("RAPPORT_TEST_PKDD99");
    path.ok().filter(|path| !path.is_empty()).map(PathBuf::from)
}
