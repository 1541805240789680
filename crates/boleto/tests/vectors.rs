//! Holds the crate against what banks' manuals and other implementations state.

use boleto::{
    Bank, Barcode, Cents, Code, DigitableLine, Document, DocumentType, DueFactor, InvalidBarcode,
    InvalidCode, InvalidDigitableLine, Slip,
    free_field::{Fields, Inputs},
};
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Deserialize)]
struct Issued {
    id: String,
    bank: String,
    inputs: Given,
    expected: Expected,
}

#[derive(Deserialize)]
struct Given {
    amount_cents: u64,
    due_date: Date,
    agency: Option<String>,
    account: Option<String>,
    wallet: Option<String>,
    our_number: Option<String>,
    our_number_format: Option<String>,
    agreement: Option<String>,
    document_number: Option<String>,
    client_code: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Expected {
    our_number: String,
    our_number_check_digit: Option<String>,
    free_field: String,
    due_factor: String,
    barcode: String,
    digitable_line: String,
    digitable_line_formatted: String,
}

impl Given {
    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            agency: self.agency.as_deref(),
            account: self.account.as_deref(),
            wallet: self.wallet.as_deref(),
            our_number: self.our_number.as_deref(),
            our_number_format: self.our_number_format.as_deref(),
            agreement: self.agreement.as_deref(),
            document_number: self.document_number.as_deref(),
            client_code: self.client_code.as_deref(),
            ios: None,
        }
    }
}

fn issued() -> Vec<Issued> {
    serde_json::from_str(include_str!("vectors/vectors.json"))
        .expect("vectors.json is as described")
}

fn issue(vector: &Issued) -> (Fields, Slip) {
    let bank = Bank::from_code(&vector.bank).expect("vectors are of the five banks");
    let fields = Fields::parse(bank, &vector.inputs.inputs()).expect("vectors fit their bank");
    let amount = Cents::new(vector.inputs.amount_cents).expect("amounts fit");
    let slip = Slip::issue(&fields, Some(vector.inputs.due_date), amount);
    (fields, slip.expect("vectors can be issued"))
}

#[test]
fn every_vector_is_issued_as_it_says() {
    for vector in issued() {
        let (fields, slip) = issue(&vector);
        let found = Expected {
            our_number: slip.our_number.digits().into(),
            our_number_check_digit: slip.our_number.check_digit().map(String::from),
            free_field: fields.free_field().to_string(),
            due_factor: slip
                .barcode
                .due_factor()
                .expect("vectors have due days")
                .to_string(),
            barcode: slip.barcode.to_string(),
            digitable_line: slip.digitable_line.digits().into(),
            digitable_line_formatted: slip.digitable_line.to_string(),
        };
        assert_eq!(found, vector.expected, "{}", vector.id);
    }
}

#[test]
fn every_vector_reads_back_from_both_codes() {
    for vector in issued() {
        let (fields, slip) = issue(&vector);
        let line: DigitableLine = vector
            .expected
            .digitable_line_formatted
            .parse()
            .expect("right");
        assert_eq!(line, slip.digitable_line, "{}", vector.id);
        assert_eq!(line.barcode(), slip.barcode, "{}", vector.id);
        let barcode: Barcode = vector.expected.barcode.parse().expect("right");
        assert_eq!(barcode, slip.barcode, "{}", vector.id);
        assert_eq!(barcode.bank(), Some(fields.bank()), "{}", vector.id);
        assert_eq!(
            barcode.amount().get(),
            vector.inputs.amount_cents,
            "{}",
            vector.id
        );
        let factor = barcode.due_factor().expect("vectors have due days");
        assert_eq!(
            factor.due_on(vector.inputs.due_date),
            Some(vector.inputs.due_date)
        );
        let read = barcode.fields().expect("vectors are in the banks' layouts");
        assert_eq!(read.free_field(), fields.free_field(), "{}", vector.id);
        assert_eq!(
            read.our_number().digits(),
            slip.our_number.digits(),
            "{}",
            vector.id
        );
    }
}

#[derive(Deserialize)]
struct Read {
    id: String,
    kind: String,
    value: String,
    valid: bool,
    reason: Option<String>,
    expected: Option<ExpectedReading>,
}

#[derive(Deserialize)]
struct ExpectedReading {
    bank: String,
    general_check_digit: String,
    due_factor: String,
    amount_cents: u64,
    free_field: String,
    barcode: String,
    digitable_line: String,
    due_date_candidates: Option<[Date; 2]>,
}

fn read() -> Vec<Read> {
    serde_json::from_str(include_str!("vectors/lines.json")).expect("lines.json is as described")
}

#[test]
fn right_codes_of_any_bank_are_read() {
    let mut count = 0;
    for line in read().into_iter().filter(|line| line.valid) {
        let code: Code = line.value.parse().expect(&line.id);
        let kind = match code {
            Code::Barcode(_) => "barcode",
            Code::DigitableLine(_) => "digitable_line",
        };
        assert_eq!(kind, line.kind, "{}", line.id);
        let expected = line.expected.expect("right codes have a reading");
        let barcode = code.barcode();
        assert_eq!(barcode.as_str(), expected.barcode, "{}", line.id);
        assert_eq!(
            code.digitable_line().digits(),
            expected.digitable_line,
            "{}",
            line.id
        );
        assert_eq!(barcode.bank_code(), expected.bank, "{}", line.id);
        assert_eq!(
            &barcode.as_str()[4..5],
            expected.general_check_digit,
            "{}",
            line.id
        );
        assert_eq!(barcode.amount().get(), expected.amount_cents, "{}", line.id);
        assert_eq!(
            barcode.free_field().as_str(),
            expected.free_field,
            "{}",
            line.id
        );
        let factor = barcode.due_factor();
        let shown = factor.map_or("0000".into(), |factor| factor.to_string());
        assert_eq!(shown, expected.due_factor, "{}", line.id);
        assert_eq!(
            factor.map(DueFactor::candidates),
            expected.due_date_candidates,
            "{}",
            line.id
        );
        count += 1;
    }
    assert_eq!(count, 284);
}

#[test]
fn wrong_codes_are_refused_for_the_reason_that_they_are_wrong() {
    let mut count = 0;
    for line in read().into_iter().filter(|line| !line.valid) {
        let fault = line.value.parse::<Code>().expect_err(&line.id);
        let reason = line.reason.expect("wrong codes have a reason");
        let named = match fault {
            InvalidCode::NoDigits => "no digits",
            InvalidCode::Utility => "arrecadacao",
            InvalidCode::Length { found: 21 } => "truncated",
            InvalidCode::Length { found } => &format!("length ({found} digits"),
            InvalidCode::Barcode(InvalidBarcode::CheckDigit { .. })
            | InvalidCode::DigitableLine(InvalidDigitableLine::Barcode(
                InvalidBarcode::CheckDigit { .. },
            )) => "general check digit",
            InvalidCode::DigitableLine(InvalidDigitableLine::FieldCheckDigit { field, .. }) => {
                &format!("field {field} check digit")
            }
            InvalidCode::Character { .. }
            | InvalidCode::Barcode(_)
            | InvalidCode::DigitableLine(_) => panic!("{}: {fault}", line.id),
        };
        // Published as a barcode, it has the length of a line, in which two of the fields' check digits fail.
        let is_no_line = reason.contains("as a line its check digits fail");
        assert!(
            reason.contains(named) || is_no_line,
            "{}: {reason}: {fault}",
            line.id
        );
        count += 1;
    }
    assert_eq!(count, 131);
}

#[test]
fn documents_are_right_or_wrong_as_they_should_be() {
    #[derive(Deserialize)]
    struct Sample {
        r#type: String,
        value: String,
        valid: bool,
        why: Option<String>,
    }
    let samples: Vec<Sample> = serde_json::from_str(include_str!("vectors/documents.json"))
        .expect("documents.json is as described");
    assert_eq!(samples.len(), 53);
    for Sample {
        r#type,
        value,
        valid,
        why,
    } in samples
    {
        let kind = match r#type.as_str() {
            "cpf" => DocumentType::Cpf,
            _ => DocumentType::Cnpj,
        };
        let document = Document::parse(kind, &value);
        assert_eq!(document.is_ok(), valid, "{value}: {why:?}");
        if let Ok(document) = document {
            assert_eq!(document.digits(), value);
            assert_eq!(Document::parse(kind, &document.formatted()), Ok(document));
        }
    }
}

#[test]
fn due_days_have_the_factors_that_they_should_have() {
    #[derive(Deserialize)]
    struct Sample {
        due_date: Date,
        factor: String,
    }
    let samples: Vec<Sample> = serde_json::from_str(include_str!("vectors/due_factors.json"))
        .expect("due_factors.json is as described");
    assert_eq!(samples.len(), 51);
    for Sample { due_date, factor } in samples {
        let found = DueFactor::of(due_date).expect("the days have factors");
        assert_eq!(found.to_string(), factor, "{due_date}");
        assert!(found.candidates().contains(&due_date), "{due_date}");
    }
}

#[test]
fn read_factors_mean_the_day_inside_the_window() {
    #[derive(Deserialize)]
    struct Sample {
        factor: String,
        reference_date: Date,
        expected_due_date: Option<Date>,
    }
    let samples: Vec<Sample> = serde_json::from_str(include_str!("vectors/factor_cycles.json"))
        .expect("factor_cycles.json is as described");
    assert_eq!(samples.len(), 66);
    for Sample {
        factor,
        reference_date,
        expected_due_date,
    } in samples
    {
        let number = factor.parse().expect("factors are numbers");
        let due_factor = DueFactor::from_number(number).expect("factors begin at 1000");
        assert_eq!(
            due_factor.due_on(reference_date),
            expected_due_date,
            "{factor} on {reference_date}"
        );
    }
}
