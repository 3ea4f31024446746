//! What is drawn once of what a customer does month by month.

use super::customer::{Sketch, Story, company_name, employer};
use super::holding::parts;
use super::plan::Plan;

/// What is drawn once of a customer's habits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Habits {
    /// Day of the month on which income comes, or salaries are paid.
    pub(super) pay_day: u32,
    /// Who pays a person's salary.
    pub(super) employer: String,
    /// Day of the month on which loans are paid.
    pub(super) loan_day: u32,
    /// Day of the month on which funds are paid into.
    pub(super) save_day: u32,
    /// Rent that a standing order pays each month.
    pub(super) rent: Option<i64>,
    /// Day of the month of that payment.
    pub(super) rent_day: u32,
    /// Days out of a thousand on which something is spent, bought or sold.
    pub(super) busy: u64,
    /// The other sides of a company's trade.
    pub(super) partners: Vec<String>,
}

/// The habits of a customer.
pub(super) fn habits(plan: &Plan, sketch: &Sketch) -> Habits {
    let mut stream = plan.stream("habit", sketch.row);
    let mut day = |least, most| u32::try_from(stream.between(least, most)).unwrap_or(1);
    let (pay_day, loan_day, save_day, rent_day) =
        (day(5, 15), day(16, 25), day(16, 26), day(2, 28));
    let busy = match sketch.story {
        Story::Sleeps => 3,
        _ => u64::try_from(stream.between(40, 100)).unwrap_or(100),
    };
    let rents = !sketch.company && sketch.story != Story::Sleeps && stream.chance(300);
    let rent = rents.then(|| (parts(sketch.income, 250) / 10_000 * 10_000).max(10_000));
    let partners = if sketch.company {
        (0..6).map(|_| company_name(plan, stream.index(1_000_000)).0).collect()
    } else {
        Vec::new()
    };
    let employer = if sketch.company { String::new() } else { employer(plan, sketch.row) };
    Habits { pay_day, employer, loan_day, save_day, rent, rent_day, busy, partners }
}
