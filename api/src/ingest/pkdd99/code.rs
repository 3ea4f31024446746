//! What the codes of the source mean.

use crate::ingest::stage::{Direction, HolderRole, Initiator, MovementKind};

/// How often an account's statement is issued, which is what tells its accounts apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frequency {
    /// Every month.
    Monthly,
    /// Every week.
    Weekly,
    /// After each movement.
    EachMovement,
}

impl Frequency {
    /// Every frequency.
    pub(super) const ALL: [Self; 3] = [Self::Monthly, Self::Weekly, Self::EachMovement];

    /// How it is said, also part of product codes.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Weekly => "weekly",
            Self::EachMovement => "each movement",
        }
    }
}

/// Reads a frequency.
///
/// # Errors
/// The code is unknown.
pub(super) fn frequency(text: &str) -> Result<Frequency, String> {
    match text {
        "POPLATEK MESICNE" => Ok(Frequency::Monthly),
        "POPLATEK TYDNE" => Ok(Frequency::Weekly),
        "POPLATEK PO OBRATU" => Ok(Frequency::EachMovement),
        _ => Err("frequency has an unknown code".into()),
    }
}

/// Reads the part of a client in an account. A disponent may act on it and owns none of it.
///
/// # Errors
/// The code is unknown.
pub(super) fn holder(text: &str) -> Result<HolderRole, String> {
    match text {
        "OWNER" => Ok(HolderRole::Owner),
        "DISPONENT" => Ok(HolderRole::Authorised),
        _ => Err("type has an unknown code".into()),
    }
}

/// How a loan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoanStatus {
    /// Its time is over, and it is paid.
    Paid,
    /// Its time is over, and it is not paid.
    Unpaid,
    /// It runs.
    Running,
    /// It runs, and payments are behind.
    InDebt,
}

/// Reads the status of a loan.
///
/// # Errors
/// The code is unknown.
pub(super) fn loan_status(text: &str) -> Result<LoanStatus, String> {
    match text {
        "A" => Ok(LoanStatus::Paid),
        "B" => Ok(LoanStatus::Unpaid),
        "C" => Ok(LoanStatus::Running),
        "D" => Ok(LoanStatus::InDebt),
        _ => Err("status has an unknown code".into()),
    }
}

/// What a standing order or a movement is for. The source writes none as `""` and as `" "`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Interest.
    Interest,
    /// Fee for a statement.
    Fee,
    /// Household.
    Household,
    /// Pension.
    Pension,
    /// Insurance.
    Insurance,
    /// Payment on a loan.
    Loan,
    /// Interest for an overdraft.
    Penalty,
    /// Leasing.
    Leasing,
    /// Not said.
    Unsaid,
}

impl Purpose {
    /// What standing orders are for.
    pub(super) const ORDERS: [Self; 5] =
        [Self::Household, Self::Insurance, Self::Loan, Self::Leasing, Self::Unsaid];

    /// A word for it, also part of product codes.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Interest => "INTEREST",
            Self::Fee => "FEE",
            Self::Household => "HOUSEHOLD",
            Self::Pension => "PENSION",
            Self::Insurance => "INSURANCE",
            Self::Loan => "LOAN",
            Self::Penalty => "PENALTY",
            Self::Leasing => "LEASING",
            Self::Unsaid => "OTHER",
        }
    }
}

/// Reads a `k_symbol`.
///
/// # Errors
/// The code is unknown.
pub(super) fn purpose(text: &str) -> Result<Purpose, String> {
    match text {
        "UROK" => Ok(Purpose::Interest),
        "SLUZBY" => Ok(Purpose::Fee),
        "SIPO" => Ok(Purpose::Household),
        "DUCHOD" => Ok(Purpose::Pension),
        "POJISTNE" => Ok(Purpose::Insurance),
        "UVER" => Ok(Purpose::Loan),
        "SANKC. UROK" => Ok(Purpose::Penalty),
        "LEASING" => Ok(Purpose::Leasing),
        "" => Ok(Purpose::Unsaid),
        _ => Err("k_symbol has an unknown code".into()),
    }
}

/// How a movement was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// At the counter or a machine.
    Cash,
    /// To or from an account at another bank.
    Transfer,
    /// By card.
    Card,
    /// By the bank: the source leaves it empty for interest.
    None,
}

/// Reads an `operation`.
///
/// # Errors
/// The code is unknown.
pub(super) fn operation(text: &str) -> Result<Operation, String> {
    match text {
        "VYBER" | "VKLAD" => Ok(Operation::Cash),
        "PREVOD NA UCET" | "PREVOD Z UCTU" => Ok(Operation::Transfer),
        "VYBER KARTOU" => Ok(Operation::Card),
        "" => Ok(Operation::None),
        _ => Err("operation has an unknown code".into()),
    }
}

/// Reads a movement's `type`. VYBER, the operation's word for a withdrawal, also stands here.
///
/// # Errors
/// The code is unknown.
pub(super) fn direction(text: &str) -> Result<Direction, String> {
    match text {
        "PRIJEM" => Ok(Direction::Credit),
        "VYDAJ" | "VYBER" => Ok(Direction::Debit),
        _ => Err("type has an unknown code".into()),
    }
}

/// What a movement was, and who caused it. The purpose says more than the operation, except that
/// cash stays cash whatever it was for.
pub(super) const fn kind(
    direction: Direction,
    operation: Operation,
    purpose: Purpose,
) -> (MovementKind, Initiator) {
    match (purpose, operation) {
        (Purpose::Fee, _) => (MovementKind::Fee, Initiator::Bank),
        (Purpose::Interest | Purpose::Penalty, _) | (_, Operation::None) => {
            (MovementKind::Interest, Initiator::Bank)
        }
        (_, Operation::Cash) => (MovementKind::Cash, Initiator::Customer),
        (_, Operation::Card) => (MovementKind::Card, Initiator::Customer),
        (Purpose::Pension, _) => (MovementKind::Salary, Initiator::Customer),
        (Purpose::Loan, _) => (MovementKind::Loan, Initiator::Customer),
        (Purpose::Unsaid, _) => (MovementKind::Transfer, Initiator::Customer),
        (Purpose::Household | Purpose::Insurance | Purpose::Leasing, _) => match direction {
            Direction::Debit => (MovementKind::StandingOrder, Initiator::Customer),
            Direction::Credit => (MovementKind::Transfer, Initiator::Customer),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_of_the_source_has_its_kind() {
        use {Initiator as I, MovementKind as K};
        for (r#type, how, what, expected) in [
            ("VYDAJ", "VYBER", "", (K::Cash, I::Customer)),
            ("PRIJEM", "VKLAD", "", (K::Cash, I::Customer)),
            ("PRIJEM", "", "UROK", (K::Interest, I::Bank)),
            ("PRIJEM", "", "", (K::Interest, I::Bank)),
            ("VYDAJ", "VYBER", "SLUZBY", (K::Fee, I::Bank)),
            ("VYDAJ", "PREVOD NA UCET", "SIPO", (K::StandingOrder, I::Customer)),
            ("VYDAJ", "PREVOD NA UCET", "POJISTNE", (K::StandingOrder, I::Customer)),
            ("VYDAJ", "PREVOD NA UCET", "UVER", (K::Loan, I::Customer)),
            ("VYDAJ", "PREVOD NA UCET", "", (K::Transfer, I::Customer)),
            ("PRIJEM", "PREVOD Z UCTU", "", (K::Transfer, I::Customer)),
            ("PRIJEM", "PREVOD Z UCTU", "DUCHOD", (K::Salary, I::Customer)),
            ("VYBER", "VYBER", "", (K::Cash, I::Customer)),
            ("VYDAJ", "VYBER", "SIPO", (K::Cash, I::Customer)),
            ("VYDAJ", "VYBER", "SANKC. UROK", (K::Interest, I::Bank)),
            ("VYDAJ", "VYBER KARTOU", "", (K::Card, I::Customer)),
        ] {
            let direction = direction(r#type).unwrap();
            let found = kind(direction, operation(how).unwrap(), purpose(what).unwrap());
            assert_eq!(found, expected, "{type} {how} {what}");
        }
        assert_eq!(direction("VYBER"), Ok(Direction::Debit));
    }

    #[test]
    fn unknown_codes_are_refused() {
        assert!(frequency("DENNE").is_err() && holder("CO-OWNER").is_err());
        assert!(loan_status("E").is_err() && purpose("X").is_err());
        assert!(operation("X").is_err() && direction("").is_err());
    }
}
