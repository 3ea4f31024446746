//! `rapport demo`: a synthetic bank, the server, and somebody signed in for each role.

use super::{
    exit::Exit,
    exit::Fault,
    instance, plan,
    server::{self, Sockets},
    setup::Setup,
};
use crate::{
    auth::{keyring::Keyring, secret::Secret},
    backend::{self, owner},
    clock::{Clock as _, SystemClock},
    config::{Config, Mode, ServiceUrl, Session},
    demo::{self, Found, LOGINS},
    http::graphiql::{Login, Logins},
    ingest::stage::Role,
    service::{
        instance::Instance,
        session::sign_in::{self, SignIn},
        staff::{self, StaffWant, login},
        write::Writer,
    },
};
use migration::{Migrator, MigratorTrait as _};
use serde_json::json;
use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};
use uuid::Uuid;

/// Seconds that a demo's sessions and tokens last, where nothing else is configured: a day.
const DAY: u64 = 86_400;

/// Which bank, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    bank: plan::Wanted,
    /// Folder that keeps the bank for the next time; without it the bank is gone at the end.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// The folder of a demo, gone at the end unless it is kept.
struct Folder {
    path: PathBuf,
    kept: bool,
}

impl Folder {
    fn open(keep: Option<PathBuf>) -> Result<Self, Fault> {
        let kept = keep.is_some();
        let fresh = || std::env::temp_dir().join(format!("rapport-demo-{}", Uuid::now_v7()));
        let path = keep.unwrap_or_else(fresh);
        std::fs::create_dir_all(&path)?;
        Ok(Self { path, kept })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be deleted lies among temporary files, where the system tidies up.
            let _gone = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// Makes the bank, signs its people in and serves until the process is told to stop.
pub(super) async fn run(setup: &Setup, args: Args) -> Result<Exit, Fault> {
    let sockets = Sockets::open(&setup.config.http).await?;
    let folder = Folder::open(args.folder)?;
    let config = configured(setup.config.clone(), &folder.path);
    let instance = tokio::select! {
        filled = filled(config, &args.bank) => filled?,
        // The folder goes as it does later.
        () = server::signalled() => return Ok(Exit::Done),
    };
    let password = Secret::random()?.to_text()[..12].to_owned();
    let logins = signed_in(&instance, &password).await?;
    let shown = logins.clone();
    let page = Logins::new(move || {
        let logins = shown.clone();
        Box::pin(async move { logins })
    });
    server::run(instance, sockets, page, |address| greet(setup, address, &password, &logins)).await
}

/// The server's stores with a bank in them.
async fn filled(config: Config, wanted: &plan::Wanted) -> Result<Instance, Fault> {
    let keyring = Arc::new(Keyring::demo(&config.keys.dir, SystemClock.now())?);
    let database = owner::connect(config.database.url.expose()).await?;
    Migrator::up(&database, None).await?;
    database.close().await?;
    let writers = backend::writers(&config.database).await?;
    let writer = Writer::new(writers, Arc::new(SystemClock));
    match demo::found(&writer).await? {
        Found::Whole => {}
        _ => {
            plan::fill(wanted.plan(), writer, Arc::clone(&keyring)).await?;
        }
    }
    Ok(Instance::open(config, keyring, Arc::new(SystemClock)).await?)
}

/// The configuration with what makes it a demo's: everything in one folder and in the process, and
/// sessions that outlast a day of trying.
fn configured(mut config: Config, folder: &Path) -> Config {
    config.mode = Mode::Demo;
    let file = folder.join("bank.db");
    config.database.url = ServiceUrl::new(format!("sqlite://{}?mode=rwc", file.display()));
    config.database.read_url = None;
    config.redis.url = None;
    config.keys.dir = folder.join("keys");
    if config.session == Session::default() {
        config.session.access_seconds = DAY;
        config.session.web_idle_seconds = DAY;
        config.session.web_absolute_seconds = DAY;
    }
    config
}

/// Gives one person of each role the password, and signs them in.
async fn signed_in(instance: &Instance, password: &str) -> Result<Vec<Login>, Fault> {
    let op = instance::operation(instance.clone());
    let mut logins = Vec::new();
    for (role, employee_no) in LOGINS {
        let passwords = instance.sessions().passwords();
        let id = login::add(&op, passwords, employee_no, password.to_owned(), None).await?;
        let input = SignIn {
            employee_no: employee_no.to_owned(),
            password: password.to_owned(),
            device_secret: None,
            device: "demo".to_owned(),
            app: "web".to_owned(),
        };
        let signed_in = sign_in::sign_in(&op, input).await?;
        let signed_in =
            signed_in.map_err(|refusal| Fault::new(Exit::Failed, refusal.message.en.to_owned()))?;
        let own = op.acting(signed_in.actor);
        let person = staff::by_id(&own, id, &StaffWant::default()).await?;
        logins.push(Login {
            label: person.map_or_else(String::new, |person| person.staff.name.clone()),
            role: title(role).to_owned(),
            employee_no: employee_no.to_owned(),
            token: signed_in.access.text,
        });
    }
    Ok(logins)
}

/// What a role is called on the page and on the terminal.
fn title(role: Role) -> &'static str {
    match role {
        Role::Rm => "relationship manager",
        Role::TeamLead => "team lead",
        Role::BranchManager => "branch manager",
        Role::Leader => "leader",
        Role::HqAnalyst => "analyst",
        Role::HqAdmin => "administrator",
        Role::Auditor => "auditor",
    }
}

fn greet(
    setup: &Setup,
    address: SocketAddr,
    password: &str,
    logins: &[Login],
) -> Result<(), Fault> {
    let api = format!("http://{address}/graphql");
    let page = format!("http://{address}/graphiql/");
    let json = json!({ "api": api, "page": page, "password": password, "logins": logins });
    let mut text = format!("\nTry it:  {page}\nAPI:     {api}\n\n");
    text.push_str("Everybody's password is ");
    text.push_str(password);
    text.push_str(", in this demo only. Send a token as `Authorization: Bearer …`.\n");
    for Login { label, role, employee_no, token } in logins {
        let _written = write!(text, "\n{employee_no}  {role}, {label}\n  {token}\n");
    }
    text.push_str("\nCtrl-C ends it.");
    setup.output.answer(&text, &json)
}
