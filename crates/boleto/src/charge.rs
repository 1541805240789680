//! What late payment costs.

use crate::{Cents, Percentage};

/// Interest or a fine: a percentage or an amount, from some days after the due day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Charge {
    /// Of the boleto's amount; interest is per month.
    pub percentage: Option<Percentage>,
    /// In centavos; interest is per day.
    pub amount: Option<Cents>,
    /// Days after the due day from which it is owed.
    pub days: Option<u32>,
}

impl Charge {
    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_of_nothing_is_not_an_empty_one() {
        assert!(Charge::default().is_empty());
        assert!(
            !Charge {
                amount: Some(Cents::ZERO),
                ..Charge::default()
            }
            .is_empty()
        );
    }
}
