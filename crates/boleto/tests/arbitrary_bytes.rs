//! The readers take anything without a panic.
//!
//! `PROPTEST_CASES=10000000 cargo test --release -p boleto --test arbitrary_bytes` is the full-size run.

use boleto::{Barcode, Code, DigitableLine, Document, DocumentType, Slip, State};
use jiff::civil::Date;
use proptest::{collection::vec, prelude::*, sample};

/// A right code of each bank.
const CODES: [&str; 6] = [
    "23794100000000015001229250000000000600004690",
    "23791.22928 50000.000005 06000.046901 4 10000000001500",
    "10497165600001234561100001000100040000987659",
    "34191.09123 34567.800056 71234.570001 1 16670000012345",
    "00192100000000123450000002569645000000009517",
    "03399.02827 03356.661243 57800.201014 1 10010000027371",
];

/// Bytes of any kind, digits of about the right length, barcodes with a right check digit and nothing else right, and
/// right codes with a few bytes overwritten.
fn any_input() -> impl Strategy<Value = Vec<u8>> {
    let digits = vec(b'0'..=b'9', 10..50);
    let typed = vec(sample::select(b"0123456789.-/ \nA".to_vec()), 0..60);
    let changes = vec((any::<sample::Index>(), any::<u8>()), 0..4);
    let overwritten = (sample::select(CODES.to_vec()), changes).prop_map(|(code, changes)| {
        let mut code = code.as_bytes().to_vec();
        for (place, byte) in changes {
            *place.get_mut(&mut code) = byte;
        }
        code
    });
    prop_oneof![
        vec(any::<u8>(), 0..80),
        digits,
        typed,
        overwritten,
        checked_barcode()
    ]
}

/// Some bank's code, the currency, and any digits with the general check digit that they need.
fn checked_barcode() -> impl Strategy<Value = Vec<u8>> {
    let banks = sample::select(vec!["237", "104", "341", "001", "033", "756"]);
    (banks, "[0-9]{39}").prop_map(|(bank, rest)| {
        let with = |digit: char| format!("{bank}9{digit}{rest}");
        let right = ('1'..='9')
            .map(with)
            .find(|code| code.parse::<Barcode>().is_ok());
        right.expect("one of nine digits is right").into_bytes()
    })
}

fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let today = Date::constant(2026, 11, 21);
    let _ = (
        text.parse::<Barcode>(),
        text.parse::<DigitableLine>(),
        text.parse::<State>(),
    );
    for kind in DocumentType::ALL {
        if let Ok(document) = Document::parse(kind, &text) {
            assert_eq!(Document::parse(kind, &document.formatted()), Ok(document));
        }
    }
    if let Ok(code) = text.parse::<Code>() {
        let (barcode, line) = (code.barcode(), code.digitable_line());
        assert_eq!(line.barcode(), barcode);
        let _ = (
            barcode.amount(),
            barcode.due_factor().and_then(|factor| factor.due_on(today)),
        );
        if let Ok(fields) = barcode.fields() {
            assert_eq!(fields.free_field(), barcode.free_field());
            let _ = (
                fields.our_number(),
                Slip::issue(&fields, None, barcode.amount()),
            );
        }
    }
}

proptest! {
    #[test]
    fn no_reader_panics(bytes in any_input()) {
        read(&bytes);
    }
}
