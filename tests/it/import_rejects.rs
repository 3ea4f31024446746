//! What an import does with rows and folders that are not as they should be.

use crate::{
    import::{balances_of, counts, day, on_each},
    support::{Database, pkdd99::Folder},
};
use api::ingest::{error::ImportError, load::LoadError, run::RunError};
use entity::{bank, movement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

on_each! {
    bad_rows_are_listed_and_the_rest_is_in
    strict_stops_at_the_first_bad_row
    a_misfit_is_stored_and_listed
    packed_files_are_the_same
    another_bank_is_refused_and_so_is_an_earlier_day
}

async fn bad_rows_are_listed_and_the_rest_is_in(database: Database) {
    let folder = Folder::new();
    folder.add("client", "6;\"709913\";1\n");
    folder.add("account", "5;9;\"POPLATEK MESICNE\";930101\n;1;\"POPLATEK MESICNE\";930101\n");
    folder.add("disp", "6;1;1;\"OWNER\"\n7;99;1;\"DISPONENT\"\n");
    folder.add("card", "3;1;\"platinum\";930201 00:00:00\n");
    folder.add("order", "5;1;\"yz\";\"1\";1.00;\"SIPO\"\n");
    folder.add("loan", "3;77;930115;1;12;1.00;\"A\"\n");
    folder.add(
        "trans",
        "16;;930320;\"PRIJEM\";\"VKLAD\";1.00;1.00;\"\";;\r\n\
         17;1;930231;\"PRIJEM\";\"VKLAD\";1.00;1.00;\"\";;\r\n\
         18;1;930320;\"DAR\";\"VKLAD\";1.00;1.00;\"\";;\r\n\
         19;1;930320;\"PRIJEM\";\"VKLAD\";1,00;1.00;\"\";;\r\n\
         20;1;930320;\"PRIJEM\r\n\
         21;3;930320;\"PRIJEM\";\"VKLAD\";100.00;-410.50;\"\";;\r\n",
    );
    let summary = folder.import(&database, None, false).await.unwrap();
    let rejected: Vec<_> =
        counts(&summary).into_iter().map(|(file, _, bad, _)| (file, bad)).collect();
    assert_eq!(
        rejected,
        [
            ("district", 0),
            ("account", 2),
            ("client", 1),
            ("disp", 2),
            ("card", 1),
            ("order", 1),
            ("loan", 1),
            ("trans", 5),
        ]
    );
    let listed = std::fs::read_to_string(folder.rejects()).unwrap();
    for line in [
        "account,6,REJECTED,\"district_id names no district\"",
        "account,7,REJECTED,\"account_id is missing\"",
        "client,7,REJECTED,\"birth_number is no birth number\"",
        "disp,7,REJECTED,\"account_id has an owner already\"",
        "disp,8,REJECTED,\"client_id names no client\"",
        "card,4,REJECTED,\"type has an unknown code\"",
        "order,6,REJECTED,\"bank_to has an unknown code\"",
        "loan,4,REJECTED,\"account_id names no account\"",
        "trans,17,REJECTED,\"account_id is missing\"",
        "trans,18,REJECTED,\"date is no date\"",
        "trans,19,REJECTED,\"type has an unknown code\"",
        "trans,20,REJECTED,\"amount is no amount\"",
        "trans,21,REJECTED,\"a quote without its other half\"",
    ] {
        assert!(listed.lines().any(|listed| listed == line), "{line}\n{listed}");
    }
    let rows = database.connect().await;
    assert_eq!(movement::Entity::find().count(&rows).await.unwrap(), 14, "the good one is in");
}

async fn strict_stops_at_the_first_bad_row(database: Database) {
    let folder = Folder::new();
    folder.add("trans", "16;1;930332;\"PRIJEM\";\"VKLAD\";1.00;1.00;\"\";;\r\nworse\r\n");
    let stopped = folder.import(&database, None, true).await.unwrap_err();
    let RunError::Source(ImportError::Strict(defect)) = stopped else { panic!("{stopped}") };
    assert_eq!(defect.to_string(), "trans line 17: date is no date");
    // Put right, the same folder comes in.
    folder.first_trans(15);
    folder.import(&database, None, true).await.unwrap();
}

async fn a_misfit_is_stored_and_listed(database: Database) {
    let folder = Folder::new();
    let summary = folder.import(&database, None, true).await.unwrap();
    assert_eq!(summary.misfits, 1, "it is no bad row, so strict does not mind");
    let listed = std::fs::read_to_string(folder.rejects()).unwrap();
    assert!(listed.contains("trans,12,MISFIT,"), "{listed}");
    let rows = database.connect().await;
    let stored = movement::Entity::find().filter(movement::Column::ExternalId.eq("11"));
    assert_eq!(stored.one(&rows).await.unwrap().unwrap().amount_minor, 5_000);
    // 50 hellers within the tolerance, and the row that follows is no misfit.
    let balances = balances_of(&rows, "account 2").await;
    assert!(balances.iter().any(|(on, _)| on == "1993-03-03"), "{balances:?}");
}

async fn packed_files_are_the_same(database: Database) {
    let folder = Folder::new();
    let plain = folder.import(&database, None, true).await.unwrap();
    folder.pack();
    let packed = folder.import(&database, None, true).await.unwrap();
    assert_eq!(counts(&plain), counts(&packed));
    assert!(packed.loaded.unchanged);
}

async fn another_bank_is_refused_and_so_is_an_earlier_day(database: Database) {
    let folder = Folder::new();
    folder.import(&database, None, true).await.unwrap();
    let earlier = folder.import(&database, Some(day(1993, 3, 1)), true).await.unwrap_err();
    assert!(matches!(earlier, RunError::Load(LoadError::Backwards { .. })), "{earlier}");
    let rows = database.connect().await;
    let mut other = bank::Entity::find().one(&rows).await.unwrap().unwrap().into_active_model();
    other.name = Set("Another".into());
    bank::Entity::update(other).exec(&rows).await.unwrap();
    let refused = folder.import(&database, None, true).await.unwrap_err();
    assert!(matches!(refused, RunError::Load(LoadError::OtherBank(_))), "{refused}");
}
