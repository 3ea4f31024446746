//! The real bank, where the path of its folder is given: what the database holds is counted again
//! from the files, by a reader that shares nothing with the import.

use crate::{
    import::on_each,
    support::{
        Database,
        pkdd99::{loading, real},
    },
};
use api::ingest::{pkdd99::Import, report::Report, run};
use entity::{customer, customer_standing, movement::Direction, org_unit};
use flate2::read::MultiGzDecoder;
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, ExprTrait, FromQueryResult, PaginatorTrait,
    QuerySelect,
};
use std::{collections::HashMap, io::Read, path::Path};

on_each! {
    the_real_bank_is_in_as_it_is
}

/// The rows of a file, cut into fields.
fn table(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let packed = std::fs::read(folder.join(format!("{name}.asc.gz"))).unwrap();
    let mut text = String::new();
    MultiGzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    let field = |text: &str| text.trim_matches('"').trim().to_owned();
    text.lines().skip(1).map(|line| line.split(';').map(field).collect()).collect()
}

fn minor(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// Day by day what has come, what has gone, and how many rows there were.
fn source(folder: &Path, until: &str) -> HashMap<&'static str, (i64, i64)> {
    let mut sums = HashMap::from([("PRIJEM", (0, 0)), ("VYDAJ", (0, 0))]);
    for row in table(folder, "trans").iter().filter(|row| row[2].as_str() <= until) {
        let side = if row[3] == "PRIJEM" { "PRIJEM" } else { "VYDAJ" };
        let sum = sums.get_mut(side).unwrap();
        *sum = (sum.0 + 1, sum.1 + minor(&row[5]));
    }
    sums
}

#[derive(Debug, FromQueryResult)]
struct Side {
    direction: Direction,
    rows: i64,
    amount: i64,
}

async fn sides(rows: &DatabaseConnection) -> HashMap<&'static str, (i64, i64)> {
    use entity::movement::{Column, Entity};
    let found = Entity::find()
        .select_only()
        .column(Column::Direction)
        .column_as(Column::Id.count(), "rows")
        .column_as(Column::AmountMinor.sum().cast_as("bigint"), "amount")
        .group_by(Column::Direction)
        .into_model::<Side>()
        .all(rows)
        .await
        .unwrap();
    let name = |side: &Side| if side.direction == Direction::Credit { "PRIJEM" } else { "VYDAJ" };
    found.iter().map(|side| (name(side), (side.rows, side.amount))).collect()
}

async fn the_real_bank_is_in_as_it_is(database: Database) {
    let Some(folder) = real() else { return };
    let import = Import::new(folder.clone());
    let bank_date = import.scan().unwrap().last_day.pred_opt().unwrap();
    let until = bank_date.format("%y%m%d").to_string();
    let rejects = std::env::temp_dir().join(format!("rapport-rejects-{}", uuid::Uuid::now_v7()));
    let report = Report::new(rejects, true);
    let summary = run::run(import, bank_date, report, loading(&database).await, |_| {});
    let summary = summary.await.unwrap();
    let rows = database.connect().await;
    let sides = sides(&rows).await;
    assert_eq!(sides, source(&folder, &until));

    let open: Vec<String> = table(&folder, "account")
        .into_iter()
        .filter(|row| row[3] <= until)
        .map(|mut row| row.remove(0))
        .collect();
    let named = table(&folder, "disp").into_iter().filter(|row| open.contains(&row[2])).count();
    let customers = customer::Entity::find().count(&rows).await.unwrap();
    assert_eq!(customers, u64::try_from(named).unwrap());
    let districts = u64::try_from(table(&folder, "district").len()).unwrap();
    assert!(org_unit::Entity::find().count(&rows).await.unwrap() > districts);

    // Every account began with nothing, so what stands on them is what came less what went: to the
    // tolerance of the source, where nothing is overdrawn or misfits.
    let standings = customer_standing::Entity::find().all(&rows).await.unwrap();
    let assets: i64 = standings.iter().map(|row| row.aum_minor).sum();
    let net = sides["PRIJEM"].1 - sides["VYDAJ"].1;
    let movements = i64::try_from(summary.files.last().unwrap().read).unwrap();
    assert!((assets - net).abs() < movements * 100, "{assets} {net}");
    assert_eq!(summary.files.iter().map(|file| file.rejected).sum::<u64>(), 0);
}
