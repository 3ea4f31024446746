//! What rows are searched by follows the rows, and says nothing of numbers.

use super::{fill, found};
use crate::{
    job::nobody,
    support::{Bank, named, noon, on_both},
};
use api::{
    job::schedule::{Kind, queue_due},
    service::{
        job,
        search::heal,
        staff::login::{NewStaff, add},
    },
};
use entity::{
    customer,
    id::CustomerId,
    search_entry::{self, Column},
    staff_role::Role,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

on_both! {
    a_new_name_is_found_and_the_old_one_is_not
    whoever_is_made_is_found
    what_is_missing_or_old_is_written
    no_number_stands_in_an_entry
    numbers_of_a_merged_customer_find_the_one_that_stays
}

async fn a_new_name_is_found_and_the_old_one_is_not(bank: Bank) {
    fill(&bank, &["张伟"]).await;
    bank.identify("张伟", "13812345678", "110101199001011234").await;
    for who in ["li", "auditor"] {
        assert_eq!(found(&bank.staff(who), "zw").await.len(), 1);
    }
    let answer = bank.rm("li").rename("k", "张伟", 1, "李小龙").await;
    assert_eq!(answer.data()["customerUpdate"]["customer"]["name"], "李小龙");
    for who in ["li", "auditor"] {
        for text in ["李", "小龙", "lixiaolong", "lxl"] {
            assert_eq!(found(&bank.staff(who), text).await.len(), 1, "{who} {text}");
        }
        for text in ["张", "zhang", "zw", "伟"] {
            assert_eq!(found(&bank.staff(who), text).await, [], "{who} {text}");
        }
    }
    // A refused one changes nothing.
    bank.rm("li").rename("l", "张伟", 1, "黄蓉").await;
    assert_eq!(found(&bank.rm("li"), "黄蓉").await, []);
}

async fn whoever_is_made_is_found(bank: Bank) {
    let op = nobody(&bank.server);
    let new = NewStaff {
        name: "欧阳锋".into(),
        unit: "north-1".into(),
        roles: vec![Role::Rm],
        grade: None,
    };
    let passwords = bank.server.sessions().passwords();
    add(&op, passwords, "700007", "correct horse battery".into(), Some(new)).await.unwrap();
    for text in ["欧阳", "oy", "ouyangfeng", "700007", "7000"] {
        assert_eq!(found(&bank.rm("li"), text).await.len(), 1, "{text}");
    }
}

async fn what_is_missing_or_old_is_written(bank: Bank) {
    for name in ["张伟", "黄蓉"] {
        bank.customer(name, "north-1", 1).await;
        bank.identify(name, "13812345678", "110101199001011234").await;
    }
    assert_eq!(found(&bank.auditor(), "5678").await, []);
    let op = nobody(&bank.server);
    let mut known = Default::default();
    queue_due(&op, &mut known).await.unwrap();
    let lease = job::claim(&op, &[Kind::Search.name()]).await.unwrap().unwrap();
    assert!(lease.slot.ends_with("/2026-01-14"), "{}", lease.slot);
    assert_eq!(heal::heal(&op).await.unwrap(), 2 + 12 + 3, "customers, staff, products");
    assert_eq!(heal::heal(&op).await.unwrap(), 0);
    assert_eq!(found(&bank.auditor(), "5678").await.len(), 2);

    let entries = || {
        search_entry::Entity::update_many().filter(Column::RowId.eq(CustomerId(named("张伟")).0))
    };
    for (column, value) in [(Column::Form, Expr::value(0)), (Column::Name, Expr::value(" old"))] {
        entries().col_expr(column, value).exec(&bank.rows).await.unwrap();
    }
    assert_eq!(found(&bank.auditor(), "张").await, []);
    assert_eq!(heal::heal(&op).await.unwrap(), 1);
    assert_eq!(found(&bank.auditor(), "张").await.len(), 1);
    assert_eq!(search_entry::Entity::find().count(&bank.rows).await.unwrap(), 17);
}

async fn no_number_stands_in_an_entry(bank: Bank) {
    fill(&bank, &["张伟", "黄蓉"]).await;
    bank.identify("张伟", "13877665544", "110105197712319876").await;
    bank.identify("黄蓉", "13977665544", "110105197712319876").await;
    search_entry::Entity::update_many()
        .col_expr(Column::Form, Expr::value(0))
        .exec(&bank.rows)
        .await
        .unwrap();
    bank.searchable().await;
    let entries = search_entry::Entity::find().filter(Column::MobileTail.is_not_null());
    let entries = entries.all(&bank.rows).await.unwrap();
    assert_eq!(entries.len(), 2);
    for entry in &entries {
        let bytes = |hash: &Option<Vec<u8>>| {
            hash.clone().unwrap().iter().map(|byte| char::from(*byte)).collect::<String>()
        };
        let hashes = [bytes(&entry.mobile_tail), bytes(&entry.id_number_tail)].concat();
        let text =
            format!("{}{}{}{}{hashes}", entry.name, entry.pinyin, entry.initials, entry.code);
        for tail in ["5544", "9876", "13877665544", "110105197712319876"] {
            assert!(!text.contains(tail), "{tail}: {text}");
        }
        // A hash of a tail is none of a whole number of the same digits, nor of the other kind.
        assert_ne!(entry.mobile_tail, entry.id_number_tail);
        assert_eq!(entry.mobile_tail, entries[0].mobile_tail, "equal tails, equal hashes");
    }
}

async fn numbers_of_a_merged_customer_find_the_one_that_stays(bank: Bank) {
    fill(&bank, &["张伟", "张玮"]).await;
    super::number(&bank, "张玮", "K-4711").await;
    let merged = customer::Entity::update_many()
        .col_expr(customer::Column::MergedIntoId, Expr::value(CustomerId(named("张伟"))))
        .col_expr(customer::Column::MergedAt, Expr::value(noon(15)))
        .filter(customer::Column::Id.eq(CustomerId(named("张玮"))));
    merged.exec(&bank.rows).await.unwrap();
    for who in ["li", "auditor"] {
        let list = found(&bank.staff(who), "K-4711").await;
        assert_eq!(list, [("张伟".to_owned(), "NUMBER".to_owned())], "{who}");
        assert_eq!(found(&bank.staff(who), "张玮").await, []);
    }
}
