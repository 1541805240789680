use alloc::string::ToString;

use super::*;

fn inputs(wallet: &'static str) -> Inputs<'static> {
    Inputs {
        agency: Some("0057"),
        account: Some("12345"),
        wallet: Some(wallet),
        our_number: Some("12345678"),
        ..Inputs::default()
    }
}

fn printed(wallet: &'static str) -> Result<alloc::string::String, InvalidField> {
    Fields::parse(&inputs(wallet)).map(|fields| fields.our_number().to_string())
}

#[test]
fn the_check_digit_covers_the_account_but_for_some_wallets() {
    // The manual's example, annex 4.
    assert_eq!(printed("110"), Ok("110/12345678-8".to_string()));
    let without_account = |wallet: &str| {
        let digits = [wallet, "12345678"].concat();
        [
            wallet,
            "/12345678-",
            &char::from(modulus_10(digits.as_bytes())).to_string(),
        ]
        .concat()
    };
    for wallet in ["112", "126", "131", "146", "150", "168"] {
        assert_eq!(printed(wallet), Ok(without_account(wallet)), "{wallet}");
    }
    for wallet in ["109", "110", "174"] {
        assert_ne!(printed(wallet), Ok(without_account(wallet)), "{wallet}");
    }
}

#[test]
fn wallet_145_is_refused() {
    let expected =
        Field::Wallet.expected("another than 145, on which Itaú's manual contradicts itself");
    assert_eq!(printed("145"), Err(expected));
    let free_field = FreeField::from("1450000000000000000000000".parse::<Digits<25>>().unwrap());
    assert_eq!(Fields::read(&free_field), Err(expected.into()));
}

#[test]
fn the_older_wallets_need_what_identifies_the_customer() {
    let without = inputs("198");
    assert_eq!(
        Fields::parse(&without).map_err(|error| error.to_string()),
        Err("document_number is required".to_string())
    );
    let with = Inputs {
        document_number: Some("1"),
        client_code: Some("12345"),
        ..without
    };
    let fields = Fields::parse(&with).unwrap();
    assert_eq!(fields.client().unwrap().document_number.as_str(), "0000001");
    assert_eq!(fields.account().unwrap().agency.as_str(), "0057");

    // The account is not in the barcode, so neither is what the check digit is made from.
    let read = Fields::read(&fields.free_field()).unwrap();
    assert_eq!(read.account(), None);
    assert_eq!(read.our_number().to_string(), "198/12345678");
    assert_eq!(read.client(), fields.client());
    assert_eq!(read.wallet().as_str(), "198");
}

#[test]
fn each_digit_that_can_be_checked_is() {
    let read = |digits: &str| Fields::read(&FreeField::from(digits.parse::<Digits<25>>().unwrap()));
    assert!(read("1091234567800057123457000").is_ok());
    for (digits, position, expected) in [
        ("1091234567810057123457000", 12, '0'),
        ("1091234567800057123456000", 22, '7'),
        ("1981234567812345671234570", 24, '8'),
    ] {
        let found = char::from(digits.as_bytes()[position - 1]);
        let fault = InvalidFreeField::CheckDigit {
            position,
            found,
            expected,
        };
        assert_eq!(read(digits), Err(fault));
    }
    for (digits, position, expected) in [
        ("1091234567800057123457001", 23, "000"),
        ("1981234567812345671234581", 25, "0"),
    ] {
        assert_eq!(
            read(digits),
            Err(InvalidFreeField::Constant { position, expected })
        );
    }
}
