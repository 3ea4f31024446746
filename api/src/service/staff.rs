//! Members of staff: who they are, and whether they can sign in.

pub mod login;
