//! The one typed configuration: defaults, over them a TOML file, over it the environment.
//!
//! To add a setting: one documented line in its section. Its place in the file, its name in the
//! environment and its row in `docs/configuration.md` follow from that line.

mod app;
mod database;
mod http;
mod limits;
mod load;
mod page;
mod section;
mod session;
mod settings;
mod url;

pub use app::{App, AppVersion, NoVersion};
pub use database::{Database, Redis};
pub use http::Http;
pub use limits::{Limits, Retention, Reveal};
pub use load::{ConfigError, DEFAULT_FILE};
pub use page::page;
pub use session::{Session, SignIn};
pub use settings::{Config, Keys, Log, LogFormat, Mode};
pub use url::ServiceUrl;
