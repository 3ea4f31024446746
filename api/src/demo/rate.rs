//! What a dollar was worth on each day.

use super::plan::Plan;
use crate::ingest::stage::Rate;

/// Yuan for a dollar on the first day, in millionths.
const FIRST: i64 = 7_150_000;

/// One rate a day. It wanders, a little each day, and never far.
pub(super) fn rates(plan: &Plan) -> Vec<Rate> {
    let mut stream = plan.stream("rate", 0);
    let mut rate = FIRST;
    let day = |on| {
        let pull = (FIRST - rate) / 50;
        rate += stream.between(-12_000, 12_000) + pull;
        Rate { currency: "USD".to_owned(), on, rate_millionths: rate }
    };
    plan.days().map(day).collect()
}
