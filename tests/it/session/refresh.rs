//! The family of refresh tokens.

use super::{OPEN, SIGNED_OUT, is};
use crate::support::{Bank, Http, Phone, on_both};
use chrono::TimeDelta;
use entity::session::{self, EndReason};
use sea_orm::EntityTrait;

on_both! {
    tokens_are_replaced a_repeat_gets_the_same_successor a_dead_parent_ends_the_family
    an_ancestor_ends_the_family a_forged_ancestor_ends_nothing twenty_at_once_leave_one_family
    a_thief_without_the_device_gets_nothing a_disabled_person_gets_nothing
}

async fn end_reason(bank: &Bank) -> Option<EndReason> {
    let rows = session::Entity::find().all(&bank.rows).await.unwrap();
    rows.into_iter().find_map(|row| row.end_reason)
}

async fn tokens_are_replaced(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let mut phone = Phone::new(&http, "li").await;
    for _ in 0..5 {
        let next = phone.refreshed(&http).await;
        assert_ne!((&next.access, &next.refresh), (&phone.access, &phone.refresh));
        assert!(is(&http.opens(&next.access).await, OPEN));
        bank.clock.pass(TimeDelta::minutes(9));
        assert!(is(&http.opens(&next.access).await, OPEN), "it lives out its minutes");
        bank.clock.pass(TimeDelta::minutes(2));
        assert!(is(&http.opens(&next.access).await, (401, "TOKEN_EXPIRED")));
        phone = next;
    }
}

async fn a_repeat_gets_the_same_successor(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let parent = Phone::new(&http, "li").await;
    let first = parent.refreshed(&http).await;
    // The answer was lost, and the phone slept.
    bank.clock.pass(TimeDelta::minutes(20));
    let second = parent.refreshed(&http).await;
    assert_eq!(second.refresh, first.refresh);
    assert!(is(&http.opens(&second.access).await, OPEN));
    bank.clock.pass(TimeDelta::seconds(30));
    assert_eq!(parent.refreshed(&http).await.refresh, first.refresh, "within half a minute");
    assert!(is(&http.opens(&second.access).await, OPEN));
}

async fn a_dead_parent_ends_the_family(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let parent = Phone::new(&http, "li").await;
    let child = parent.refreshed(&http).await;
    assert!(is(&http.opens(&child.access).await, OPEN), "this uses the new generation");
    bank.clock.pass(TimeDelta::seconds(31));
    assert!(is(&parent.refusal(&http).await, SIGNED_OUT));
    for phone in [&parent, &child] {
        assert!(is(&http.opens(&phone.access).await, SIGNED_OUT));
        assert!(is(&phone.refusal(&http).await, SIGNED_OUT));
    }
    assert_eq!(end_reason(&bank).await, Some(EndReason::TokenReused));
    assert_eq!(bank.deeds("sessionRefresh").await.len(), 1);
}

async fn an_ancestor_ends_the_family(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let ancestor = Phone::new(&http, "li").await;
    let mut phone = ancestor.clone();
    for _ in 0..4 {
        phone = phone.refreshed(&http).await;
    }
    assert!(is(&ancestor.refusal(&http).await, SIGNED_OUT));
    assert!(is(&http.opens(&phone.access).await, SIGNED_OUT));
    assert_eq!(end_reason(&bank).await, Some(EndReason::TokenReused));
}

async fn a_forged_ancestor_ends_nothing(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let first = Phone::new(&http, "li").await;
    let last = first.refreshed(&http).await.refreshed(&http).await.refreshed(&http).await;
    // Session and generation are those of a real token; the secret is made up.
    for generation in [&first, &last] {
        let mut forged = generation.clone();
        let end = forged.refresh.len() - 4;
        forged.refresh.replace_range(end.., "AAAA");
        assert!(is(&forged.refusal(&http).await, SIGNED_OUT));
    }
    for text in ["", "rpr_", "rpr_AAAA", &first.refresh[1..]] {
        let nonsense = Phone { refresh: text.to_owned(), ..first.clone() };
        assert!(is(&nonsense.refusal(&http).await, SIGNED_OUT), "{text}");
    }
    assert!(is(&http.opens(&last.access).await, OPEN));
    last.refreshed(&http).await;
}

async fn twenty_at_once_leave_one_family(bank: Bank) {
    bank.passwords(&["li"]).await;
    let (here, there) = (bank.live(|_| ()).await, bank.live(|_| ()).await);
    let phone = Phone::new(&here, "li").await;
    let servers = [&here, &there];
    let refreshes = (0..20).map(|index| phone.refreshed(servers[index % 2]));
    let all = futures_util::future::join_all(refreshes).await;
    for one in &all {
        assert_eq!(one.refresh, all[0].refresh);
        assert!(is(&here.opens(&one.access).await, OPEN));
    }
    let sessions = session::Entity::find().all(&bank.rows).await.unwrap();
    assert_eq!((sessions.len(), sessions[0].generation), (1, 1));
    all[0].refreshed(&there).await;
}

async fn a_thief_without_the_device_gets_nothing(bank: Bank) {
    bank.passwords(&["li", "wang"]).await;
    let http = bank.live(|_| ()).await;
    let (phone, other) = (Phone::new(&http, "li").await, Phone::new(&http, "wang").await);
    for secret in [other.secret, "A".repeat(43), String::new()] {
        let thief = Phone { secret, ..phone.clone() };
        assert!(is(&thief.refusal(&http).await, SIGNED_OUT));
    }
    phone.refreshed(&http).await;
}

async fn a_disabled_person_gets_nothing(bank: Bank) {
    bank.passwords(&["li", "wang"]).await;
    let (http, elsewhere): (Http, Http) = (bank.live(|_| ()).await, bank.live(|_| ()).await);
    let (phone, other) = (Phone::new(&http, "li").await, Phone::new(&http, "wang").await);
    assert!(is(&elsewhere.opens(&phone.access).await, OPEN));
    let op = bank.staff("admin").op();
    assert_eq!(api::service::staff::login::disable(&op, "E-li").await.unwrap(), 1);
    for server in [&http, &elsewhere] {
        server.wait_until_refused(&phone.access).await;
        assert!(is(&phone.refusal(server).await, SIGNED_OUT));
    }
    assert!(is(&http.opens(&other.access).await, OPEN));
    assert_eq!(end_reason(&bank).await, Some(EndReason::Disabled));
}
