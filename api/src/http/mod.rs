//! The way in: HTTP, and what is refused before anything is executed.

pub mod guard;
