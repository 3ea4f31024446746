//! The one binary of rapport: a server, and the commands that look after it.

use std::process::ExitCode;

/// Many small allocations on many threads are what a server makes most of.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    api::cli::run()
}
