use alloc::string::ToString;

use super::*;

fn code(text: &str) -> Result<Beneficiary, InvalidField> {
    Beneficiary::parse(Field::Agreement, text)
}

#[test]
fn short_codes_have_a_check_digit_and_long_ones_have_none() {
    // The manual's example, p. 25.
    assert_eq!(code("005507").unwrap().positions().as_str(), "0055077");
    assert_eq!(code("5507"), code("005507"));
    assert_eq!(code("999999").unwrap().code(), "999999");
    assert_eq!(code("1100000").unwrap().positions().as_str(), "1100000");
    assert_eq!(code("1100000").unwrap().code(), "1100000");
}

#[test]
fn codes_that_nobody_has_are_refused() {
    for text in ["", "1099999", "0055077", "12345678", "12-4", "1100O00"] {
        assert_eq!(
            code(text).map_err(|error| error.to_string()),
            Err("agreement must be a code of 1 to 6 digits, or of 7 digits from 1100000 on".into()),
            "{text}"
        );
    }
}

#[test]
fn a_barcode_does_not_tell_six_digits_and_a_check_digit_from_seven() {
    let (six, seven) = (code("200656").unwrap(), code("2006561").unwrap());
    assert_eq!(six.positions(), seven.positions());
    assert_eq!(six.double(), Some(seven));
    assert_eq!(seven.double(), Some(six));
    assert_eq!(Beneficiary::read(*seven.positions()), Ok(six));

    assert_eq!(code("005507").unwrap().double(), None);
    assert_eq!(code("2006562").unwrap().double(), None);
    assert_eq!(
        Beneficiary::read("2006562".parse().unwrap()),
        code("2006562").map_err(Into::into)
    );
}

#[test]
fn the_our_number_begins_with_a_wallet_that_exists() {
    let inputs = |wallet| Inputs {
        agreement: Some("005507"),
        wallet: Some(wallet),
        our_number: Some("19"),
        ..Inputs::default()
    };
    let printed =
        |wallet| Fields::parse(&inputs(wallet)).map(|fields| fields.our_number().to_string());
    assert_eq!(printed("14"), Ok("14/000000000000019-7".to_string()));
    assert!(printed("24").is_ok() && printed("11").is_ok() && printed("21").is_ok());
    for wallet in ["1", "4", "10", "25", "34"] {
        assert_eq!(
            printed(wallet),
            Err(Field::Wallet.expected("11, 14, 21 or 24")),
            "{wallet}"
        );
    }
    assert_eq!(Wallet::REGISTERED.as_str(), "14");
}

#[test]
fn each_check_digit_of_a_read_free_field_is_held_against_its_digits() {
    let read = |digits: &str| Fields::read(&FreeField::from(digits.parse::<Digits<25>>().unwrap()));
    assert!(read("0055077000100040000000190").is_ok());
    assert_eq!(
        read("0055077000100040000000191"),
        Err(InvalidFreeField::CheckDigit {
            position: 25,
            found: '1',
            expected: '0'
        })
    );
    assert_eq!(
        read("0055078000100040000000198"),
        Err(InvalidFreeField::CheckDigit {
            position: 7,
            found: '8',
            expected: '7'
        })
    );
    assert_eq!(
        read("0055077000300040000000198"),
        Err(InvalidFreeField::Field(
            Field::Wallet.expected("11, 14, 21 or 24")
        ))
    );
}
