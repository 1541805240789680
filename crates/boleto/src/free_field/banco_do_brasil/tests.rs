use alloc::string::{String, ToString};

use super::*;

fn inputs<'a>(agreement: &'a str, our_number: &'a str) -> Inputs<'a> {
    Inputs {
        agency: Some("1606"),
        account: Some("6809350"),
        wallet: Some("31"),
        agreement: Some(agreement),
        our_number: Some(our_number),
        ..Inputs::default()
    }
}

fn free(inputs: Inputs<'_>) -> Inputs<'_> {
    Inputs {
        our_number_format: Some("17-free"),
        ..inputs
    }
}

fn printed(inputs: &Inputs<'_>) -> Result<String, String> {
    Fields::parse(inputs)
        .map(|fields| fields.our_number().to_string())
        .map_err(|error| error.to_string())
}

#[test]
fn the_agreements_length_chooses_the_layout() {
    // The manual's example, p. 20.
    assert_eq!(
        printed(&inputs("050094", "1448")),
        Ok("05009401448-1".into())
    );
    assert_eq!(
        printed(&inputs("0500", "9401448")),
        Ok("05009401448-1".into())
    );
    assert_eq!(
        printed(&inputs("1000000", "95")),
        Ok("10000000000000095".into())
    );
    assert_eq!(
        printed(&free(inputs("123456", "95"))),
        Ok("00000000000000095".into())
    );
}

#[test]
fn remainder_ten_is_written_as_a_letter() {
    assert_eq!(printed(&inputs("0001", "7")), Ok("00010000007-X".into()));
}

#[test]
fn what_does_not_fit_its_layout_is_refused() {
    for (inputs, error) in [
        (
            inputs("12345", "1"),
            "agreement must be a number of 4, 6 or 7 digits",
        ),
        (
            inputs("0999999", "1"),
            "agreement must be from 1000000 on where it has 7 digits",
        ),
        (
            inputs("0000", "1"),
            "agreement must be another number than 0",
        ),
        (
            inputs("000000", "1"),
            "agreement must be another number than 0",
        ),
        (
            inputs("12x4", "1"),
            "agreement must have 1 to 4 digits only, not 'x'",
        ),
        (
            inputs("1234", "12345678"),
            "our_number must have 1 to 7 digits, not 8",
        ),
        (
            inputs("123456", "123456"),
            "our_number must have 1 to 5 digits, not 6",
        ),
        (
            inputs("1234567", "12345678901"),
            "our_number must have 1 to 10 digits, not 11",
        ),
        (
            free(inputs("1234", "1")),
            "agreement must be a number of 6 digits for 17 free positions",
        ),
        (
            free(inputs("000000", "1")),
            "agreement must be another number than 0",
        ),
        (
            free(inputs("123456", "123456789012345678")),
            "our_number must have 1 to 17 digits, not 18",
        ),
        (
            Inputs {
                our_number_format: Some("18"),
                ..inputs("123456", "1")
            },
            "our_number_format must be 17-free",
        ),
        (
            Inputs {
                wallet: Some("21"),
                ..inputs("1234", "1")
            },
            "wallet must be another than 21, which marks 17 free positions",
        ),
        (
            Inputs {
                agency: None,
                ..inputs("1234", "1")
            },
            "agency is required",
        ),
    ] {
        assert_eq!(printed(&inputs), Err(error.into()));
    }
}

#[test]
fn only_what_a_barcode_states_is_read() {
    let read =
        |inputs: &Inputs<'_>| Fields::read(&Fields::parse(inputs).unwrap().free_field()).unwrap();
    let of_six = read(&inputs("050094", "1448"));
    assert_eq!(of_six.agreement(), None);
    assert_eq!(of_six.wallet().map(Digits::as_str), Some("31"));
    assert_eq!(
        of_six.account().map(|account| account.account.as_str()),
        Some("06809350")
    );

    let of_seven = read(&inputs("2569645", "95"));
    assert_eq!(of_seven.agreement(), Some("2569645"));
    assert_eq!(of_seven.wallet().map(Digits::as_str), Some("31"));
    assert_eq!(of_seven.account(), None);

    let free = read(&free(inputs("123456", "95")));
    assert_eq!(free.agreement(), Some("123456"));
    assert_eq!(free.wallet(), None);
    assert_eq!(free.account(), None);

    let too_low = FreeField::from("0000000999999000000000017".parse::<Digits<25>>().unwrap());
    let expected = Field::Agreement.expected("from 1000000 on where it has 7 digits");
    assert_eq!(Fields::read(&too_low), Err(expected.into()));
}
