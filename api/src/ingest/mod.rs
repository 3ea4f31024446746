//! From a source's files to the bank's tables.
//!
//! Every source is one folder that reads its own format and sends `stage::Batch`es; one loader
//! takes them, whatever they came from. To add a source is to add a folder that emits batches.

pub mod stage;
