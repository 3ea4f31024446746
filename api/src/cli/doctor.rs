//! `rapport doctor`: checks everything that the server needs, and says what to do.

use super::{exit::Exit, exit::Fault, migrate::missing, setup::Setup};
use crate::{
    auth::keyring::Keyring,
    backend::owner,
    clock::{Clock as _, SystemClock},
    config::{Config, Mode},
};
use entity::bank;
use sea_orm::{DatabaseConnection, EntityTrait as _};
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;

/// How long a store may take to answer before it counts as away.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a check has found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Good,
    Doubtful,
    Wrong,
}

impl Verdict {
    fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Doubtful => "doubtful",
            Self::Wrong => "wrong",
        }
    }
}

/// One check, what it has found, and what to do.
struct Finding {
    check: &'static str,
    verdict: Verdict,
    text: String,
}

/// Collects what is found.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn good(&mut self, check: &'static str, text: impl Into<String>) {
        self.0.push(Finding { check, verdict: Verdict::Good, text: text.into() });
    }

    fn doubtful(&mut self, check: &'static str, text: impl Into<String>) {
        self.0.push(Finding { check, verdict: Verdict::Doubtful, text: text.into() });
    }

    fn wrong(&mut self, check: &'static str, text: impl Into<String>) {
        self.0.push(Finding { check, verdict: Verdict::Wrong, text: text.into() });
    }
}

/// Checks, and ends with 0 if nothing is wrong.
pub(super) async fn run(setup: &Setup) -> Result<Exit, Fault> {
    let mut findings = Findings::default();
    configuration(&mut findings, &setup.config);
    keys(&mut findings, &setup.config);
    match timeout(PATIENCE, owner::connect(setup.config.database.url.expose())).await {
        Ok(Ok(connection)) => {
            findings.good("database", format!("{} answers", setup.config.database.url));
            database(&mut findings, &setup.config, &connection).await?;
        }
        Ok(Err(error)) => findings.wrong(
            "database",
            format!(
                "{}: {error}. Check `database.url`, and that it runs",
                setup.config.database.url
            ),
        ),
        Err(_) => findings.wrong("database", format!("{} is silent", setup.config.database.url)),
    }
    redis(&mut findings, &setup.config).await;
    report(setup, &findings)
}

fn report(setup: &Setup, findings: &Findings) -> Result<Exit, Fault> {
    let line = |one: &Finding| format!("{:<9}{:<15}{}", one.verdict.name(), one.check, one.text);
    let text: Vec<String> = findings.0.iter().map(line).collect();
    let json = |one: &Finding| json!({ "check": one.check, "verdict": one.verdict.name(), "text": one.text });
    let json: Vec<_> = findings.0.iter().map(json).collect();
    setup.output.answer(&text.join("\n"), &json!(json))?;
    let wrong = findings.0.iter().any(|one| one.verdict == Verdict::Wrong);
    Ok(if wrong { Exit::Found } else { Exit::Done })
}

fn configuration(findings: &mut Findings, config: &Config) {
    let mode = match config.mode {
        Mode::Production => "production",
        Mode::Development => "development",
        Mode::Demo => "demo",
    };
    findings.good("configuration", format!("read, mode {mode}"));
    if config.mode == Mode::Production && !config.http.metrics_listen.ip().is_loopback() {
        let text = "metrics are offered beyond this machine; see that only the operator's network \
                    reaches `http.metrics_listen`";
        findings.doubtful("configuration", text);
    }
}

fn keys(findings: &mut Findings, config: &Config) {
    match Keyring::load(&config.keys.dir) {
        Ok(_) => findings.good("keys", format!("read from {}", config.keys.dir.display())),
        Err(error) => findings.wrong(
            "keys",
            format!(
                "{error}. Each key is a file `<purpose>.<id>.key` in `keys.dir`, made by \
                     `openssl rand -base64 32`"
            ),
        ),
    }
}

async fn database(
    findings: &mut Findings,
    config: &Config,
    connection: &DatabaseConnection,
) -> Result<(), Fault> {
    if !owner::knows_characters(connection).await? {
        let text = "its locale is C, under which no Chinese name is found. Create it anew with \
                    LC_CTYPE 'C.UTF-8' and ENCODING 'UTF8'";
        findings.wrong("locale", text);
    }
    let skew = (owner::time(connection).await? - SystemClock.now()).num_seconds().unsigned_abs();
    if skew > config.session.leeway_seconds {
        findings.wrong("clock", format!("{skew} s apart from the database's: synchronise both"));
    } else {
        findings.good("clock", format!("{skew} s apart from the database's"));
    }
    let missing = missing(connection).await?.len();
    if missing > 0 {
        let text = format!("{missing} steps are missing: run `rapport migrate up`");
        findings.wrong("migrations", text);
        return Ok(());
    }
    findings.good("migrations", "all applied");
    if config.mode == Mode::Production && owner::may_change_audit(connection).await? {
        let text = "the server's role may change the audit. Connect it as a role of its own, and \
                    give it its rights by `rapport migrate up --server-role ROLE`";
        findings.doubtful("rights", text);
    }
    match bank::Entity::find().one(connection).await? {
        Some(bank) => findings.good("bank", format!("{}, as of {}", bank.name, bank.bank_date)),
        None => findings.wrong("bank", "none yet: run `rapport import` or `rapport seed`"),
    }
    Ok(())
}

async fn redis(findings: &mut Findings, config: &Config) {
    let Some(url) = &config.redis.url else {
        findings.good("redis", "not set: one instance, everything in the process");
        return;
    };
    let ping = async {
        let client = redis::Client::open(url.expose())?;
        let mut connection = client.get_multiplexed_async_connection().await?;
        redis::cmd("PING").query_async::<String>(&mut connection).await
    };
    match timeout(PATIENCE, ping).await {
        Ok(Ok(_)) => findings.good("redis", format!("{url} answers")),
        Ok(Err(error)) => findings.wrong(
            "redis",
            format!("{url}: {}. Check `redis.url`, and that it runs", error.category()),
        ),
        Err(_) => findings.wrong("redis", format!("{url} is silent")),
    }
}
