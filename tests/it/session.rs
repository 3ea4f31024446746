//! Signing in, going on and leaving, through real HTTP.

mod app;
mod end;
mod limits;
mod refresh;
mod sign_in;
mod web;

/// How a token that opens nothing is refused.
const SIGNED_OUT: (u16, &str) = (401, "UNAUTHENTICATED");
/// How one that opens something is not.
const OPEN: (u16, &str) = (200, "");

fn is(told: &(u16, String), expected: (u16, &str)) -> bool {
    (told.0, told.1.as_str()) == expected
}
