//! Whether what a bank confirms is what it was asked for.

use boleto::{Bank, Barcode, DigitableLine, Title, free_field::Fields};

use crate::{Answer, Cause, Confirmation};

/// What a bank says back about the title that it registered, as it says it.
#[derive(Default)]
pub(crate) struct Echo<'a> {
    pub(crate) code: &'a str,
    pub(crate) our_number: Option<&'a str>,
    pub(crate) barcode: Option<&'a str>,
    pub(crate) digitable_line: Option<&'a str>,
    pub(crate) url: Option<&'a str>,
}

impl Echo<'_> {
    /// Compares it with `title`, for a bank that says only what it likes to.
    pub(crate) fn confirm(&self, title: &Title) -> Answer {
        if present(self.our_number).is_some_and(|text| !is_number_of(text, title)) {
            return Answer::Unknown(Cause::OtherNumber);
        }
        let line = present(self.digitable_line)
            .map(str::parse::<DigitableLine>)
            .transpose();
        let Ok(line) = line else {
            return Answer::Unknown(Cause::Incomplete);
        };
        let barcode = match present(self.barcode).map(str::parse::<Barcode>).transpose() {
            Ok(barcode) => barcode,
            // boleto-api composes ShopFácil's barcode by itself and gets days from 22 February 2025 on wrong, by a digit
            // too many. The line comes from the bank, and one that is ours to the digit leaves nothing open.
            Err(_) if line == Some(title.slip.digitable_line) => None,
            Err(_) => return Answer::Unknown(Cause::Incomplete),
        };
        let stated = [line.map(|line| line.barcode()), barcode];
        if stated
            .iter()
            .flatten()
            .any(|barcode| number_in(barcode) != number_in(&title.slip.barcode))
        {
            return Answer::Unknown(Cause::OtherNumber);
        }
        Answer::Registered(Confirmation {
            code: Some(self.code.to_owned()),
            barcode: barcode.or_else(|| line.map(|line| line.barcode())),
            digitable_line: line.or_else(|| barcode.map(DigitableLine::from)),
            url: present(self.url).map(str::to_owned),
        })
    }

    /// Compares it with `title`, for a bank that always says line and barcode of what it registered.
    pub(crate) fn confirm_whole(&self, title: &Title) -> Answer {
        match (present(self.digitable_line), present(self.barcode)) {
            (Some(_), Some(_)) => self.confirm(title),
            _ => Answer::Unknown(Cause::Incomplete),
        }
    }
}

fn present(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Whether `text` is the number of `title`: before the bank's formatting or after it, with leading zeros or without, with
/// its check digit where that can't be mistaken for the number's own last digit. Zeros are no number: Caixa sends them back
/// for one that we chose.
pub(crate) fn is_number_of(text: &str, title: &Title) -> bool {
    let number = |text: &str| text.trim_start_matches('0').to_owned();
    let ours = title.slip.our_number;
    let with_check_digit = ours.check_digit().is_some_and(|digit| {
        text == format!("{}{digit}", ours.digits()) || text == format!("{}-{digit}", ours.digits())
    });
    with_check_digit
        || text == ours.to_string()
        || number(text).is_empty()
        || number(text) == number(ours.digits())
        || number(text) == title.title_id.to_string()
}

/// The number at the bank that `barcode` states; nothing where it is not in a known layout.
fn number_in(barcode: &Barcode) -> Option<(Bank, String)> {
    let bank = barcode.bank()?;
    let fields = Fields::read(bank, &barcode.free_field()).ok()?;
    Some((bank, fields.our_number().digits().to_owned()))
}
