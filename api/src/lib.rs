//! x

pub mod ingest;
