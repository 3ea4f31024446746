//! Enums of the search.

use crate::graphql::label::labelled;

labelled! {
    /// A kind of row that is searched.
    SearchType of "entity::search_entry::SearchNoun" {
        /// Customers that the viewer may see.
        Customer = "CUSTOMER", "客户", "Customer";
        /// Staff, which everybody may see.
        Staff = "STAFF", "员工", "Staff";
        /// Products, which everybody may see.
        Product = "PRODUCT", "产品", "Product";
    }
}

labelled! {
    /// By what a row was found; of several the first that holds.
    SearchMatch of "crate::service::search::Match" {
        /// The name, by any of its words; in Chinese by any character.
        Name = "NAME", "名称", "Name";
        /// Pinyin, with or without blanks, by any syllable.
        Pinyin = "PINYIN", "拼音", "Pinyin";
        /// The initials of the pinyin.
        Initials = "INITIALS", "首字母", "Initials";
        /// The last four digits of a mobile number, or characters of an identity number.
        Tail = "TAIL", "尾号", "Last digits";
        /// A customer's number in a source system, as a whole; the beginning of an employee number
        /// or of a product's code.
        Number = "NUMBER", "编号", "Number";
    }
}
