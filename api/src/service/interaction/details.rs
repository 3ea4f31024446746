//! What can be told of an interaction beside who, when and how, in a plan as in a record.

use crate::service::{
    line::{self, optional, too_long},
    locale::Text,
    refusal::{Code, Refusal},
};
use entity::interaction::{MaintenanceForm, Model};

/// Longest place, in characters.
const MAX_PLACE: usize = 200;
/// Longest goal and next step, in characters.
const MAX_LINE: usize = 500;
/// Longest summary, in characters.
const MAX_SUMMARY: usize = 4_000;
/// Most competitors that are named in one interaction.
const MAX_COMPETITORS: usize = 10;
/// Longest name of a competitor, in characters.
const MAX_COMPETITOR: usize = 100;
/// Highest yearly rate that is taken for one, in millionths: 100 %.
const MAX_RATE: i64 = 1_000_000;

/// Details of an interaction. What is `None` stays as it is; an empty text takes away what stood
/// there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Where, at most 200 characters.
    pub place: Option<String>,
    /// What it is to achieve, at most 500 characters.
    pub goal: Option<String>,
    /// Which form of care it is.
    pub maintenance_form: Option<MaintenanceForm>,
    /// What was said, at most 4,000 characters.
    pub summary: Option<String>,
    /// Competitors that the customer named, at most 10 of at most 100 characters.
    pub competitors: Option<Vec<String>>,
    /// Yearly rate that the customer asked for, in millionths.
    pub rate_asked: Option<i64>,
    /// What comes next, at most 500 characters.
    pub next_step: Option<String>,
}

impl Details {
    /// Names of the fields that are sent.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let sent = [
            ("place", self.place.is_some()),
            ("goal", self.goal.is_some()),
            ("maintenanceForm", self.maintenance_form.is_some()),
            ("summary", self.summary.is_some()),
            ("competitors", self.competitors.is_some()),
            ("rateAsked", self.rate_asked.is_some()),
            ("nextStep", self.next_step.is_some()),
        ];
        sent.into_iter().filter(|(_, is_sent)| *is_sent).map(|(name, _)| name).collect()
    }

    /// Puts them into the row.
    pub(super) fn apply(&self, row: &mut Model) -> Result<(), Refusal> {
        if let Some(place) = &self.place {
            row.place = optional(place, MAX_PLACE, &["input", "place"])?;
        }
        if let Some(goal) = &self.goal {
            row.goal = optional(goal, MAX_LINE, &["input", "goal"])?;
        }
        if let Some(summary) = &self.summary {
            row.summary = line::lines(summary, MAX_SUMMARY, &["input", "summary"])?;
        }
        if let Some(next) = &self.next_step {
            row.next_step = optional(next, MAX_LINE, &["input", "nextStep"])?;
        }
        if let Some(names) = &self.competitors {
            row.competitors = serde_json::json!(competitors(names)?).to_string();
        }
        if let Some(rate) = self.rate_asked {
            row.rate_asked_millionths = Some(checked_rate(rate)?);
        }
        row.maintenance_form = self.maintenance_form.or(row.maintenance_form);
        Ok(())
    }
}

fn competitors(names: &[String]) -> Result<Vec<String>, Refusal> {
    const PATH: &[&str] = &["input", "competitors"];
    if names.len() > MAX_COMPETITORS {
        return Err(too_long(PATH));
    }
    let mut kept = Vec::new();
    for name in names {
        kept.extend(optional(name, MAX_COMPETITOR, PATH)?.filter(|name| !kept.contains(name)));
    }
    Ok(kept)
}

fn checked_rate(rate: i64) -> Result<i64, Refusal> {
    if (0..=MAX_RATE).contains(&rate) {
        return Ok(rate);
    }
    let message =
        Text { zh: "年利率应在0到1之间。", en: "A yearly rate lies from 0 to 1." };
    Err(Refusal::new(Code::Invalid, &["input", "rateAsked"], message))
}
