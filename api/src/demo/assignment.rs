//! Who has covered whom, and since when.

use super::customer::{Sketch, customer_id, lead};
use super::plan::{Plan, after, before, day_between, id};
use super::staff::manager;
use crate::ingest::stage::{Assignment, AssignmentRole};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// Nine in the morning of a day in China, which is one hour after midnight UTC.
fn opening(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(1, 0, 0).unwrap_or_default()).and_utc()
}

/// The assignments of a customer: the lead, the one before where the customer was handed over
/// within the year, and a second manager of some companies.
pub(super) fn assignments(plan: &Plan, sketch: &Sketch) -> Vec<Assignment> {
    let Some(lead) = lead(plan, sketch.row) else { return Vec::new() };
    let mut stream = plan.stream("assignment", sketch.row);
    let assignment =
        |part: &str, staff, role, from, to: Option<NaiveDate>, reason: &str| Assignment {
            id: id("assignment", &format!("{}-{part}", sketch.row), from),
            customer: customer_id(sketch),
            staff: manager(staff),
            role,
            from: opening(from),
            to: to.map(opening),
            reason: reason.to_owned(),
            generated: true,
        };
    let other = (lead + 1 + stream.index(plan.managers() - 1)) % plan.managers();
    let since = sketch.since;
    let mut all = Vec::new();
    if stream.chance(120) && since < plan.first_day() {
        let day = day_between(&mut stream, after(plan.first_day(), 30), before(plan.bank_date, 30));
        all.push(assignment("1", other, AssignmentRole::Lead, since, Some(day), "开户"));
        all.push(assignment("2", lead, AssignmentRole::Lead, day, None, "客户经理调整"));
    } else {
        all.push(assignment("1", lead, AssignmentRole::Lead, since, None, "开户"));
    }
    if sketch.company && stream.chance(400) {
        let third = (lead + 1 + stream.index(plan.managers() - 1)) % plan.managers();
        all.push(assignment("3", third, AssignmentRole::CoRm, since, None, "双客户经理"));
    }
    all
}
