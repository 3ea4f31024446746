//! What a row is searched by: its words, and keyed hashes of the tails of its numbers. A copy of
//! what stands in the row itself, kept by whoever writes the row.

use sea_orm::entity::prelude::*;

/// A row of `search_entry`. (`noun`, `row_id`) is unique. Every text begins with a blank and has
/// one before each word, so that a word is found by what it begins with; words are in one form
/// (small letters, no signs), in which each Chinese character is a word of its own.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_entry")]
pub struct Model {
    /// Drawn by the database; by it the word index of SQLite knows the row.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// What kind of row it is of.
    pub noun: SearchNoun,
    /// Which row; of a customer that customer's id, so it lies wherever the customer lies.
    pub row_id: Uuid,
    /// The name.
    pub name: String,
    /// The name in pinyin (拼音): whole, from each further syllable on, and syllable by syllable.
    pub pinyin: String,
    /// Initials of the pinyin (首字母), and again from each further one on.
    pub initials: String,
    /// Employee number or code of a product. Empty for a customer, whose numbers have a table.
    pub code: String,
    /// Keyed hash of the last four digits of the mobile number (手机尾号).
    pub mobile_tail: Option<Vec<u8>>,
    /// Keyed hash of the last four characters of the number of the identity document (证件尾号).
    pub id_number_tail: Option<Vec<u8>>,
    /// Form of the words; a row in an older one is written anew.
    pub form: i32,
}

impl ActiveModelBehavior for ActiveModel {}

/// A kind of row that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SearchNoun {
    /// A customer (客户).
    Customer,
    /// A member of staff (员工).
    Staff,
    /// A product (产品).
    Product,
}
