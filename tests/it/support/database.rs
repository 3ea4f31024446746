//! A scratch database of its own for each test, on either back end: a copy of one that has been
//! migrated once.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database as Connect, DatabaseConnection, Statement};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};
use tokio::sync::OnceCell;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// Whatever the server's own encoding is.
const UTF8: &str = "TEMPLATE template0 ENCODING 'UTF8'";

/// A scratch database; dropping it removes it.
pub(crate) struct Database {
    pub(crate) backend: Backend,
    name: String,
}

impl Database {
    pub(crate) async fn create(backend: Backend) -> Self {
        let name = format!("rapport_test_{}", Uuid::now_v7().simple());
        let template = template(backend).await;
        match backend {
            Backend::Postgres => {
                on_server(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
            }
            Backend::Sqlite => {
                std::fs::copy(sqlite_file(&template), sqlite_file(&name)).unwrap();
            }
        }
        Self { backend, name }
    }

    /// An empty one, for tests of the migrations themselves.
    pub(crate) async fn empty(backend: Backend) -> Self {
        let name = format!("rapport_test_{}", Uuid::now_v7().simple());
        if backend == Backend::Postgres {
            on_server(&format!("CREATE DATABASE {name} {UTF8}")).await;
        }
        Self { backend, name }
    }

    pub(crate) fn url(&self) -> String {
        url(self.backend, &self.name)
    }

    pub(crate) async fn connect(&self) -> DatabaseConnection {
        Connect::connect(self.url()).await.unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.name.clone();
        if self.backend == Backend::Sqlite {
            for suffix in ["", "-wal", "-shm"] {
                let _gone = std::fs::remove_file(sqlite_file(&format!("{name}{suffix}")));
            }
            return;
        }
        // `drop` cannot wait for the runtime that it runs in, so it takes one of its own.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(on_server(&format!("DROP DATABASE {name} WITH (FORCE)")));
        });
        dropping.join().unwrap();
    }
}

static TEMPLATES: [OnceCell<String>; 2] = [const { OnceCell::const_new() }; 2];

/// The migrated database that others are copies of, made by whichever process comes first.
async fn template(backend: Backend) -> String {
    let made = match backend {
        Backend::Sqlite => TEMPLATES[0].get_or_init(sqlite_template),
        Backend::Postgres => return TEMPLATES[1].get_or_init(postgres_template).await.clone(),
    };
    made.await.clone()
}

async fn sqlite_template() -> String {
    let name = format!("{}_{}", template_name(), std::process::id());
    let _gone = std::fs::remove_file(sqlite_file(&name));
    let database = Connect::connect(url(Backend::Sqlite, &name)).await.unwrap();
    database.execute_unprepared("PRAGMA journal_mode = delete").await.unwrap();
    Migrator::up(&database, None).await.unwrap();
    database.close().await.unwrap();
    name
}

async fn postgres_template() -> String {
    let name = template_name();
    let server = Connect::connect(postgres_url("postgres")).await.unwrap();
    // One connection holds the lock, so the pool must not lend another one in between.
    let lock = sea_orm::TransactionTrait::begin(&server).await.unwrap();
    lock.execute_unprepared("SELECT pg_advisory_xact_lock(7272)").await.unwrap();
    let known = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let known = Statement::from_string(sea_orm::DbBackend::Postgres, known);
    if lock.query_one_raw(known).await.unwrap().is_none() {
        // Under another name until it is whole, in case this process dies.
        let half = format!("{name}_{}", std::process::id());
        on_server(&format!("CREATE DATABASE {half} {UTF8}")).await;
        let database = Connect::connect(url(Backend::Postgres, &half)).await.unwrap();
        Migrator::up(&database, None).await.unwrap();
        database.close().await.unwrap();
        on_server(&format!("ALTER DATABASE {half} RENAME TO {name}")).await;
    }
    lock.rollback().await.unwrap();
    server.close().await.unwrap();
    name
}

/// Another one for other migrations.
fn template_name() -> String {
    let steps = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migration/src");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(steps).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file).unwrap().hash(&mut hasher);
    }
    format!("rapport_template_{:x}", hasher.finish())
}

async fn on_server(statement: &str) {
    let server = Connect::connect(postgres_url("postgres")).await.unwrap();
    server.execute_unprepared(statement).await.unwrap();
    server.close().await.unwrap();
}

fn url(backend: Backend, name: &str) -> String {
    match backend {
        Backend::Sqlite => format!("sqlite://{}?mode=rwc", sqlite_file(name).display()),
        Backend::Postgres => postgres_url(name),
    }
}

fn sqlite_file(name: &str) -> PathBuf {
    std::env::temp_dir().join(name)
}

fn postgres_url(database: &str) -> String {
    #[expect(clippy::disallowed_methods, reason = "the one place where tests are configured")]
    let server = std::env::var("RAPPORT_TEST_POSTGRES");
    let server = server.unwrap_or_else(|_| "postgres://root@127.0.0.1:5432".into());
    format!("{server}/{database}")
}
