//! The readers take anything without a panic.
//!
//! `PROPTEST_CASES=10000000 cargo test --release -p boleto --test arbitrary_bytes` is the full-size run.

use boleto::{Barcode, Code, DigitableLine, Document, DocumentType, Slip, State};
use jiff::civil::Date;
use proptest::{collection::vec, prelude::*, sample};

const BARCODE: &str = "23794100000000015001229250000000000600004690";
const LINE: &str = "23791.22928 50000.000005 06000.046901 4 10000000001500";

/// Bytes of any kind, digits of about the right length, and right codes with a few bytes overwritten.
fn any_input() -> impl Strategy<Value = Vec<u8>> {
    let overwritten = (
        sample::select(vec![BARCODE, LINE]),
        vec((0..60_usize, any::<u8>()), 0..4),
    )
        .prop_map(|(code, changes)| {
            let mut code = code.as_bytes().to_vec();
            for (place, byte) in changes {
                let place = place % code.len();
                code[place] = byte;
            }
            code
        });
    let digits = vec(b'0'..=b'9', 10..50);
    let typed = vec(sample::select(b"0123456789.-/ \nA".to_vec()), 0..60);
    prop_oneof![vec(any::<u8>(), 0..80), digits, typed, overwritten]
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
            let due_on = barcode.due_factor().and_then(|factor| factor.due_on(today));
            let again = Slip::issue(&fields, due_on, barcode.amount()).expect("what was read fits");
            assert_eq!(again.barcode.free_field(), barcode.free_field());
        }
    }
}

proptest! {
    #[test]
    fn no_reader_panics(bytes in any_input()) {
        read(&bytes);
    }
}
