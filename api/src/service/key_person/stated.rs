//! What people state of a key person, judged and put into the row.

use crate::service::{
    error::ServiceError,
    identifier::{Identifier, Sealed},
    line,
    locale::Text,
    op::Op,
    refusal::{Code, Refusal},
};
use entity::key_person::Model;
use serde_json::{Value, json};
use std::ops::RangeInclusive;

const INFLUENCE: RangeInclusive<i32> = 1..=5;
/// Characters of a mobile number, without blanks and hyphens.
const MOBILE: RangeInclusive<usize> = 5..=20;
const MAX_NAME: usize = 100;
const MAX_NOTE: usize = 500;

/// What is stated of a person. `None` stays as it is; an empty text is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Name, 1 to 100 characters.
    pub name: Option<String>,
    /// What the person is there.
    pub title: Option<String>,
    /// How much their word counts, 1 to 5.
    pub influence: Option<i32>,
    /// Whether they decide.
    pub is_decision_maker: Option<bool>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// What else there is to know.
    pub note: Option<String>,
}

/// The mobile number as it is kept; none where it is not stated or stated as none.
pub(super) fn sealed(op: &Op, stated: &Stated) -> Result<Option<Sealed>, ServiceError> {
    let text = stated.mobile.as_deref().filter(|text| !text.trim().is_empty());
    let sealed = text.map(|text| Identifier::Mobile.seal(op.instance().keyring(), text));
    sealed.transpose().map_err(|_| ServiceError::Defect("a mobile number could not be sealed"))
}

impl Stated {
    /// The same for a new row, which needs a name.
    pub(super) fn named(&self) -> Self {
        Self { name: Some(self.name.clone().unwrap_or_default()), ..self.clone() }
    }

    /// What tells this input from another. Of the mobile number only its keyed hash: the hash of
    /// an input is kept for days, and must not let anybody guess the number.
    pub(super) fn told(&self, mobile: Option<&Sealed>) -> Value {
        json!({ "name": self.name, "title": self.title, "influence": self.influence,
            "isDecisionMaker": self.is_decision_maker, "note": self.note,
            "isMobileStated": self.mobile.is_some(),
            "mobile": mobile.map(|sealed| sealed.hash.clone()) })
    }

    /// Names of the fields that are stated.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let sent = [
            ("name", self.name.is_some()),
            ("title", self.title.is_some()),
            ("influence", self.influence.is_some()),
            ("isDecisionMaker", self.is_decision_maker.is_some()),
            ("mobile", self.mobile.is_some()),
            ("note", self.note.is_some()),
        ];
        sent.into_iter().filter(|(_, is_sent)| *is_sent).map(|(name, _)| name).collect()
    }

    /// The row with what is stated in it.
    pub(super) fn onto(&self, mut row: Model, mobile: Option<Sealed>) -> Result<Model, Refusal> {
        if let Some(name) = &self.name {
            row.name = line::required(name, MAX_NAME, &["input", "name"])?;
        }
        if let Some(title) = &self.title {
            row.title = line::optional(title, MAX_NAME, &["input", "title"])?;
        }
        if let Some(influence) = self.influence {
            row.influence = judged(influence)?;
        }
        row.is_decision_maker = self.is_decision_maker.unwrap_or(row.is_decision_maker);
        if let Some(text) = &self.mobile {
            is_number(text)?;
            row.mobile_mask = mobile.as_ref().map(|sealed| sealed.mask.clone());
            row.mobile_hash = mobile.as_ref().map(|sealed| sealed.hash.clone());
            row.mobile_cipher = mobile.map(|sealed| sealed.cipher);
        }
        if let Some(note) = &self.note {
            row.note = line::lines(note, MAX_NOTE, &["input", "note"])?;
        }
        Ok(row)
    }
}

fn judged(influence: i32) -> Result<i32, Refusal> {
    if INFLUENCE.contains(&influence) {
        return Ok(influence);
    }
    let message = Text { zh: "影响力为1至5。", en: "Influence is from 1 to 5." };
    Err(Refusal::new(Code::Invalid, &["input", "influence"], message))
}

fn is_number(text: &str) -> Result<(), Refusal> {
    let kept = || text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    let digits = kept().all(|letter| letter.is_ascii_digit() || letter == '+');
    let length = kept().count();
    if digits && (length == 0 || MOBILE.contains(&length)) {
        return Ok(());
    }
    let message = Text { zh: "不是手机号码。", en: "This is no mobile number." };
    Err(Refusal::new(Code::Invalid, &["input", "mobile"], message))
}
