//! From a source's files to the bank's tables.
//!
//! Every source is one folder that reads its own format and sends `stage::Batch`es through a
//! `sink::Sink`; one loader takes them, whatever they came from. To add a source is to add a
//! folder with a `run::Source` of its own.

pub mod defect;
pub mod error;
pub mod load;
pub mod pkdd99;
pub mod report;
pub mod run;
pub mod sink;
pub mod stage;
