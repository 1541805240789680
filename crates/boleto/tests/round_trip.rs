//! What is issued reads back.

mod slips;

use boleto::{
    Bank, Barcode, Cents, Code, DigitableLine, InvalidSlip, Slip,
    free_field::{Fields, Inputs},
};
use jiff::{ToSpan, civil::date};
use proptest::prelude::*;

use slips::any_title;

proptest! {
    #[test]
    fn a_slip_reads_back_as_what_it_was_issued_from(title in any_title()) {
        let fields = Fields::parse(title.bank, &title.inputs()).unwrap();
        let slip = Slip::issue(&fields, title.due_on, title.amount).unwrap();
        let Slip { barcode, digitable_line, .. } = slip;

        prop_assert_eq!(barcode.to_string().parse(), Ok(barcode));
        prop_assert_eq!(digitable_line.to_string().parse(), Ok(digitable_line));
        prop_assert_eq!(digitable_line.digits().parse(), Ok(digitable_line));
        prop_assert_eq!(Barcode::from(digitable_line), barcode);
        prop_assert_eq!(DigitableLine::from(barcode), digitable_line);
        prop_assert_eq!(barcode.as_str().parse(), Ok(Code::Barcode(barcode)));
        prop_assert_eq!(digitable_line.digits().parse(), Ok(Code::DigitableLine(digitable_line)));

        prop_assert_eq!(barcode.bank(), Some(title.bank));
        prop_assert_eq!(barcode.amount(), title.amount);
        let read_on_the_day = barcode.due_factor().zip(title.due_on);
        prop_assert_eq!(read_on_the_day.and_then(|(factor, day)| factor.due_on(day)), title.due_on);
        prop_assert_eq!(barcode.free_field(), fields.free_field());

        let read = barcode.fields().unwrap();
        prop_assert_eq!(read.free_field(), fields.free_field());
        match (&fields, &read) {
            // A barcode does not tell a code of seven digits from one of six and its check digit.
            (Fields::Caixa(issued), Fields::Caixa(read)) if issued != read => {
                prop_assert_eq!(issued.beneficiary.double(), Some(read.beneficiary));
                prop_assert_eq!(issued.our_number(), read.our_number());
            }
            // The older wallets' account is not in the barcode.
            (Fields::Itau(issued), Fields::Itau(read)) if issued.client().is_some() => {
                prop_assert_eq!(issued.client(), read.client());
                prop_assert_eq!(issued.wallet(), read.wallet());
                let numbers = (issued.our_number(), read.our_number());
                prop_assert_eq!(numbers.0.digits(), numbers.1.digits());
            }
            _ => prop_assert_eq!(fields, read),
        }
    }

    #[test]
    fn any_free_field_that_reads_is_composed_again(digits in "[0-9]{25}", bank in 0..5_usize) {
        let free_field = digits.parse::<boleto::Digits<25>>().unwrap().into();
        if let Ok(fields) = Fields::read(Bank::ALL[bank], &free_field) {
            prop_assert_eq!(fields.free_field(), free_field);
        }
    }

    #[test]
    fn a_factor_read_inside_the_window_means_the_day_that_it_was_made_from(
        due_day in 0..18_000_i64,
        days_ahead in -3000..=5500_i64,
    ) {
        let due_on = boleto::DueFactor::FIRST_DAY + due_day.days();
        let today = due_on - days_ahead.days();
        prop_assert_eq!(boleto::DueFactor::of(due_on).unwrap().due_on(today), Some(due_on));
    }
}

fn slip(bank: Bank, amount: u64) -> Result<Slip, InvalidSlip> {
    let inputs = Inputs {
        agency: Some("1"),
        account: Some("1"),
        wallet: Some("14"),
        our_number: Some("1"),
        agreement: Some("1234567"),
        ..Inputs::default()
    };
    let fields = Fields::parse(bank, &inputs).expect("they fit every bank");
    let amount = Cents::new(amount).expect("it fits");
    Slip::issue(&fields, Some(date(2026, 12, 20)), amount)
}

#[test]
fn an_amount_of_more_than_ten_digits_takes_the_due_factors_place_where_the_bank_allows_it() {
    for bank in [Bank::Itau, Bank::BancoDoBrasil] {
        for amount in [10_000_000_000, 9_999_999_999_999] {
            let barcode = slip(bank, amount).unwrap().barcode;
            assert_eq!(
                (barcode.amount().get(), barcode.due_factor()),
                (amount, None)
            );
        }
        let limit = Cents::new(9_999_999_999_999).unwrap();
        let found = Cents::new(10_000_000_000_000).unwrap();
        assert_eq!(
            slip(bank, found.get()),
            Err(InvalidSlip::Amount { limit, found })
        );
    }
    for bank in [Bank::Bradesco, Bank::Caixa, Bank::Santander] {
        let barcode = slip(bank, 9_999_999_999).unwrap().barcode;
        assert_eq!(barcode.amount().get(), 9_999_999_999);
        assert!(barcode.due_factor().is_some());
        let limit = Cents::new(9_999_999_999).unwrap();
        let found = Cents::new(10_000_000_000).unwrap();
        assert_eq!(
            slip(bank, found.get()),
            Err(InvalidSlip::Amount { limit, found })
        );
    }
}
