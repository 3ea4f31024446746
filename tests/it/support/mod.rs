//! How tests speak: `bank.rm("li").query("{ … }")`.

mod actor;
mod bank;
pub(crate) mod catalogue;
mod contact;
mod database;
mod device;
mod http;
mod known;
pub(crate) mod pkdd99;
mod rows;
pub(crate) mod shell;
pub(crate) mod sources;
mod twins;

pub(crate) use actor::{Answer, Staff};
pub(crate) use bank::{Bank, Instance, named, noon, staff_id, unit};
pub(crate) use contact::{planned, to_do};
pub(crate) use database::{Backend, Database};
pub(crate) use device::{Phone, input};
pub(crate) use http::{Http, Told};
pub(crate) use known::session_of;
pub(crate) use rows::day;
pub(crate) use twins::{issue_id, judge, of};

/// Runs the named tests of this file on both back ends, each on a bank of its own.
macro_rules! on_both {
    ($($test:ident)*) => {
        mod sqlite {
            use crate::support::{Backend, Bank};
            $(#[tokio::test] async fn $test() { super::$test(Bank::open(Backend::Sqlite).await).await; })*
        }
        mod postgres {
            use crate::support::{Backend, Bank};
            $(#[tokio::test] async fn $test() { super::$test(Bank::open(Backend::Postgres).await).await; })*
        }
    };
}
pub(crate) use on_both;
