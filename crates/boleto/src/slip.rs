//! What is printed for the payer.

use jiff::civil::Date;
use thiserror::Error;

use crate::{
    Bank, Barcode, Cents, DigitableLine, Digits, DueDayOutOfRange, DueFactor, InvalidField,
    OurNumber, free_field::Fields,
};

/// A title's number at its bank, its barcode and its digitable line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slip {
    /// The number that the bank knows it by.
    pub our_number: OurNumber,
    /// The 44 digits that a reader scans.
    pub barcode: Barcode,
    /// The 47 digits that a person types.
    pub digitable_line: DigitableLine,
}

/// Why no slip can state something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidSlip {
    /// A field does not fit the bank.
    #[error(transparent)]
    Field(#[from] InvalidField),
    /// No due factor states the day.
    #[error(transparent)]
    DueDay(#[from] DueDayOutOfRange),
    /// The amount has too many digits.
    #[error("expected an amount of at most {limit}, not {found}")]
    Amount {
        /// The largest amount that fits.
        limit: Cents,
        /// The amount that was asked for.
        found: Cents,
    },
}

impl Slip {
    /// Composes the slip of a title that the bank numbers by `fields`.
    ///
    /// No amount (zero) and no due day are stated as zeros.
    ///
    /// # Errors
    /// The day or the amount can't be stated in a barcode.
    pub fn issue(
        fields: &Fields,
        due_on: Option<Date>,
        amount: Cents,
    ) -> Result<Self, InvalidSlip> {
        let bank = fields.bank();
        let due_and_amount = due_and_amount(bank, due_on, amount)?;
        let barcode = Barcode::compose(bank, &due_and_amount, &fields.free_field());
        Ok(Self {
            our_number: fields.our_number(),
            barcode,
            digitable_line: barcode.into(),
        })
    }
}

/// Digits 6 to 19 of the barcode.
fn due_and_amount(
    bank: Bank,
    due_on: Option<Date>,
    amount: Cents,
) -> Result<Digits<14>, InvalidSlip> {
    let factor = due_on.map(DueFactor::of).transpose()?;
    let limit = bank.max_amount();
    let most_beside_a_factor = Bank::MAX_AMOUNT_BESIDE_A_DUE_DAY;
    let factor = match factor {
        _ if amount > limit => {
            return Err(InvalidSlip::Amount {
                limit,
                found: amount,
            });
        }
        // So large an amount takes over the factor's place.
        _ if amount > most_beside_a_factor => 0,
        factor => factor.map_or(0, |factor| u64::from(factor.get())),
    };
    let number = factor * (most_beside_a_factor.get() + 1) + amount.get();
    Ok(Digits::of(number).expect("the factor has 4 digits and the amount 10, or the amount 13"))
}
