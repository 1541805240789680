//! Which single wrong digits the check digits catch, and which they can't.
//!
//! In a **barcode** the general check digit is 11 minus a remainder by 11. Every weight is prime to 11, so one changed
//! digit always changes the remainder; but the remainders 0, 1 and 10 all give the check digit 1. So a change is missed
//! exactly where the remainder moves from one of these three to another: the check digit is 1 before and after.
//!
//! In a **line** the check digits of fields 1 to 3 catch every change inside their fields, since doubling a digit and
//! adding up the result's digits gives ten different digits; a change of field 4 is a change of the general check digit,
//! and always caught. Only field 5, due factor and amount, has no check digit of its own: there the barcode's rule holds.

mod slips;

use boleto::{Barcode, DigitableLine, Slip, free_field::Fields};
use proptest::prelude::*;

use slips::{Title, any_title};

fn issue(title: &Title) -> Slip {
    let fields = Fields::parse(title.bank, &title.inputs()).expect("drawn titles fit");
    Slip::issue(&fields, title.due_on, title.amount).expect("drawn titles can be issued")
}

/// The text with one other digit, for each place and each digit.
fn changes(digits: &str) -> impl Iterator<Item = (usize, String)> {
    (0..digits.len()).flat_map(move |place| {
        (b'0'..=b'9')
            .filter(move |digit| *digit != digits.as_bytes()[place])
            .map(move |digit| {
                let mut changed = digits.as_bytes().to_vec();
                changed[place] = digit;
                (place, String::from_utf8(changed).expect("digits are UTF-8"))
            })
    })
}

/// The remainder by 11 that the general check digit is made from, by the words of the rule.
fn remainder(barcode: &str) -> usize {
    let covered = barcode.bytes().enumerate().filter(|(place, _)| *place != 4);
    let weighted = covered.map(|(_, digit)| usize::from(digit - b'0')).rev();
    weighted
        .zip((2..=9).cycle())
        .map(|(digit, weight)| digit * weight)
        .sum::<usize>()
        % 11
}

fn gives_one(barcode: &str) -> bool {
    matches!(remainder(barcode), 0 | 1 | 10)
}

/// The places of the currency, which is always 9, and of the check digit itself.
const ALWAYS_CAUGHT: [usize; 2] = [3, 4];

proptest! {
    #[test]
    fn in_a_barcode_only_changes_among_the_remainders_0_1_and_10_are_missed(title in any_title()) {
        let barcode = issue(&title).barcode;
        let mut missed = 0;
        for (place, changed) in changes(barcode.as_str()) {
            let may_be_missed = !ALWAYS_CAUGHT.contains(&place)
                && !changed.starts_with('8')
                && gives_one(barcode.as_str())
                && gives_one(&changed);
            prop_assert_eq!(changed.parse::<Barcode>().is_ok(), may_be_missed, "{}", changed);
            missed += usize::from(may_be_missed);
        }
        // 42 places can be missed, each by at most two of its nine changes.
        prop_assert!(missed <= 2 * 42);
    }

    #[test]
    fn in_a_line_only_changes_of_the_last_field_can_be_missed(title in any_title()) {
        let Slip { barcode, digitable_line, .. } = issue(&title);
        for (place, changed) in changes(digitable_line.digits()) {
            let may_be_missed = place >= 33 && gives_one(barcode.as_str()) && {
                let scanned = [&barcode.as_str()[..5], &changed[33..], &barcode.as_str()[19..]];
                gives_one(&scanned.concat())
            };
            let read = changed.parse::<DigitableLine>();
            prop_assert_eq!(read.is_ok(), may_be_missed, "{}", changed);
        }
    }
}
