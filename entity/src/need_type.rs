//! What a customer needs of a bank (需求类型): no table, but a list in a customer's row.

/// A kind of need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NeedType {
    /// To keep money (存款类).
    Deposit,
    /// To borrow money (贷款类).
    Loan,
    /// In the bank's own currency (人民币).
    LocalCurrency,
    /// In other currencies (外币).
    ForeignCurrency,
}

impl NeedType {
    /// All of them, in the order in which lists of them stand.
    pub const ALL: [Self; 4] =
        [Self::Deposit, Self::Loan, Self::LocalCurrency, Self::ForeignCurrency];

    /// As it stands in a row.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Deposit => "DEPOSIT",
            Self::Loan => "LOAN",
            Self::LocalCurrency => "LOCAL_CURRENCY",
            Self::ForeignCurrency => "FOREIGN_CURRENCY",
        }
    }

    /// A list as it stands in a row: names with commas between, each once, always in one order.
    #[must_use]
    pub fn joined(needs: &[Self]) -> String {
        let kept = Self::ALL.into_iter().filter(|need| needs.contains(need));
        kept.map(Self::name).collect::<Vec<_>>().join(",")
    }

    /// The list that stands in a row. A name of another version is passed over.
    #[must_use]
    pub fn listed(text: &str) -> Vec<Self> {
        let names: Vec<_> = text.split(',').collect();
        Self::ALL.into_iter().filter(|need| names.contains(&need.name())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::NeedType;

    #[test]
    fn a_list_has_one_form() {
        let needs = [NeedType::ForeignCurrency, NeedType::Deposit, NeedType::Deposit];
        assert_eq!(NeedType::joined(&needs), "DEPOSIT,FOREIGN_CURRENCY");
        assert_eq!(
            NeedType::listed("DEPOSIT,FOREIGN_CURRENCY"),
            [NeedType::Deposit, NeedType::ForeignCurrency]
        );
        assert_eq!(NeedType::listed(""), []);
    }
}
