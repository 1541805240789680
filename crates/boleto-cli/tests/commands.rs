//! The command as people and programs run it.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
    thread,
};

use serde_json::{Value, json};

/// Runs the command with `lines` on its standard input.
fn run(arguments: &[&str], lines: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boleto-cli"));
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut input = child.stdin.take().expect("its input is a pipe");
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let writing = thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("the command ends");
    writing
        .join()
        .expect("writing does not panic")
        .expect("the command reads all");
    output
}

fn text(arguments: &[&str], lines: &[String]) -> String {
    let output = run(arguments, lines);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("answers are UTF-8")
}

fn answers(arguments: &[&str], lines: &[String]) -> Vec<Value> {
    let text = text(arguments, lines);
    text.lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

fn vectors(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("vectors are an array")
}

#[test]
fn issue_answers_every_vector_with_its_numbers() {
    let vectors = vectors(include_str!("../../boleto/tests/vectors/vectors.json"));
    let requests: Vec<_> = vectors.iter().map(Value::to_string).collect();
    let answers = answers(&["issue", "--json"], &requests);
    assert_eq!(answers.len(), vectors.len());
    for (answer, vector) in answers.into_iter().zip(vectors) {
        let mut expected = vector["expected"].clone();
        expected["id"] = vector["id"].clone();
        assert_eq!(answer, expected);
    }
}

#[test]
fn read_answers_every_line_with_what_it_says_or_why_it_says_nothing() {
    let vectors = vectors(include_str!("../../boleto/tests/vectors/lines.json"));
    let codes: Vec<_> = vectors
        .iter()
        .map(|line| line["value"].as_str().expect("text").to_owned())
        .collect();
    let answers = answers(&["read", "--today", "2026-11-21"], &codes);
    assert_eq!(answers.len(), vectors.len());
    for (answer, line) in answers.into_iter().zip(vectors) {
        assert_eq!(answer["value"], line["value"]);
        assert_eq!(answer["valid"], line["valid"], "{line}");
        if line["valid"] == false {
            assert!(answer["reason"].is_string(), "{answer}");
            assert_eq!(answer.as_object().expect("an object").len(), 3, "{answer}");
            continue;
        }
        assert_eq!(answer["kind"], line["kind"]);
        let expected = &line["expected"];
        for key in [
            "bank",
            "due_factor",
            "amount_cents",
            "free_field",
            "barcode",
            "digitable_line",
        ] {
            assert_eq!(answer[key], expected[key], "{key} of {line}");
        }
        let candidates = expected["due_date_candidates"].as_array();
        let none = answer["due_date"].is_null();
        assert!(none || candidates.is_some_and(|days| days.contains(&answer["due_date"])));
        assert_eq!(answer.as_object().expect("an object").len(), 10, "{answer}");
    }
}

#[test]
fn read_takes_a_factors_day_from_the_window_around_the_day_that_it_is_given() {
    for sample in vectors(include_str!(
        "../../boleto/tests/vectors/factor_cycles.json"
    )) {
        let due_on = sample["expected_due_date"].clone();
        let request = json!({"id": 1, "bank": "237", "inputs": {
            "amount_cents": 1, "due_date": due_on, "agency": "1", "account": "1", "wallet": "26",
            "our_number": "1",
        }});
        let issued = &answers(&["issue"], &[request.to_string()])[0];
        assert_eq!(issued["due_factor"], sample["factor"]);
        let barcode = issued["barcode"].as_str().expect("text");
        let today = sample["reference_date"].as_str().expect("text");
        assert_eq!(
            answers(&["read", "--today", today, barcode], &[])[0]["due_date"],
            due_on
        );
    }
}

#[test]
fn document_answers_whether_each_is_right() {
    let vectors = vectors(include_str!("../../boleto/tests/vectors/documents.json"));
    let documents: Vec<_> = vectors
        .iter()
        .map(|sample| {
            let kind = sample["type"]
                .as_str()
                .expect("text")
                .trim_end_matches("_alnum");
            format!("{kind}:{}", sample["value"].as_str().expect("text"))
        })
        .collect();
    let answers = answers(&["document", "--json"], &documents);
    assert_eq!(answers.len(), vectors.len());
    for ((answer, sample), document) in answers.into_iter().zip(vectors).zip(documents) {
        assert_eq!(answer, json!({"value": document, "valid": sample["valid"]}));
    }
    let neither = [
        "52998224725".to_owned(),
        "rg:52998224725".to_owned(),
        String::new(),
    ];
    for answer in self::answers(&["document"], &neither) {
        assert_eq!(answer["valid"], false);
    }
}

#[test]
fn issue_says_what_does_not_fit_and_goes_on() {
    let inputs = json!({"amount_cents": 1, "due_date": "2026-12-20", "agency": "12345",
        "account": "1", "wallet": "26", "our_number": "1"});
    let with = |key: &str, value: Value| {
        let mut inputs = inputs.clone();
        inputs["agency"] = json!("1234");
        inputs[key] = value;
        json!({"id": "a", "bank": "237", "inputs": inputs}).to_string()
    };
    let requests = [
        json!({"id": "a", "bank": "237", "inputs": inputs}).to_string(),
        with("our_number", Value::Null),
        with("due_date", json!("2049-10-14")),
        with("due_date", json!("20/12/2026")),
        with("amount_cents", json!(10_000_000_000_u64)),
        with("amount_cents", json!(u64::MAX)),
        with("amount_cents", json!(1.5)),
        json!({"id": "a", "bank": "999", "inputs": inputs}).to_string(),
        json!({"id": "a"}).to_string(),
        String::new(),
        "{".to_owned(),
        with("due_date", Value::Null),
    ];
    let answers = answers(&["issue"], &requests);
    let (right, wrong) = answers.split_last().expect("there are answers");
    for (answer, error) in wrong.iter().zip([
        "agency must have 1 to 4 digits, not 5",
        "our_number is required",
        "expected a due day from 2000-07-03 to 2049-10-13, not 2049-10-14",
        "due_date must be a day, YYYY-MM-DD",
        "expected an amount of at most 99999999.99, not 100000000.00",
        "amount_cents: expected 0 to 9223372036854775807 centavos",
        "invalid type",
        "bank must be one of 237, 104, 341, 001, 033",
        "missing field `bank`",
        "no JSON",
    ]) {
        let found = answer["error"].as_str().expect("each is an error");
        assert!(found.starts_with(error), "{found}");
        assert_eq!(answer.as_object().expect("an object").len(), 2, "{answer}");
    }
    assert_eq!(wrong.len(), 10);
    assert_eq!(wrong[0]["id"], "a");
    assert_eq!(wrong[9]["id"], Value::Null);
    assert_eq!(right["due_factor"], "0000");
}

#[test]
fn an_amount_in_the_due_factors_place_leaves_no_factor() {
    let request = json!({"id": 1, "bank": "001", "inputs": {"amount_cents": 10_000_000_000_u64,
        "due_date": "2026-12-20", "wallet": "17", "our_number": "1", "agreement": "2569645"}});
    let issued = &answers(&["issue"], &[request.to_string()])[0];
    assert_eq!(issued["due_factor"], Value::Null);
    let line = issued["digitable_line_formatted"].as_str().expect("text");
    let read = &answers(&["read", line], &[])[0];
    assert_eq!(read["due_factor"], Value::Null);
    assert_eq!(read["due_date"], Value::Null);
    assert_eq!(read["amount_cents"], 10_000_000_000_u64);
}

#[test]
fn a_person_reads_names_and_values() {
    let line = "10491.10008 01000.100048 00009.876590 7 16560000123456";
    let shown = text(
        &["read", "--text", "--today", "2026-11-21", line, "1049"],
        &[],
    );
    assert_eq!(
        shown,
        "10491.10008 01000.100048 00009.876590 7 16560000123456
  right            digitable line
  bank             104 Caixa Econômica Federal
  amount           R$ 1234.56
  due day          2026-12-10 (factor 1656)
  our number       14/000000000098765-0
  beneficiary      1100001
  wallet           14
  free field       1100001000100040000987659
  barcode          10497165600001234561100001000100040000987659
  digitable line   10491.10008 01000.100048 00009.876590 7 16560000123456
1049
  wrong            length (4 digits): a barcode has 44, a digitable line 47
"
    );
}

#[test]
fn a_person_is_told_what_a_slip_leaves_open() {
    let none = "23797000000000000004150090019801673500021140";
    let shown = text(&["read", "--text", "--today", "2026-11-21", none], &[]);
    assert!(
        shown.contains("\n  amount           not stated\n"),
        "{shown}"
    );
    assert!(
        shown.contains("\n  due day          not stated\n"),
        "{shown}"
    );

    let gap = "23794703000000015001229250000000000600004690";
    let shown = text(&["read", "--text", "--today", "2026-01-01", gap], &[]);
    let day = "due day          2017-01-05 or 2041-08-27 (factor 7030, undecided as of 2026-01-01)";
    assert!(shown.contains(day), "{shown}");

    // One of the nine has the right general check digit.
    let others: Vec<_> = (1..10)
        .map(|digit| format!("7569{digit}{}", "0".repeat(39)))
        .collect();
    let shown = text(&["read", "--text"], &others);
    assert!(
        shown.contains("not read         the free field of bank 756 is not known"),
        "{shown}"
    );
}

#[test]
fn documents_and_issued_slips_have_a_text_too() {
    let shown = text(&["document", "--text", "cpf:52998224725", "cnpj:1"], &[]);
    assert_eq!(
        shown,
        "cpf:52998224725: right, written 529.982.247-25\n\
         cnpj:1: wrong: expected 14 characters without punctuation, not 1\n"
    );
    let request = r#"{"id": "a", "bank": "237", "inputs": {"amount_cents": 1500, "agency": "1229",
        "account": "469", "wallet": "25", "our_number": "6"}}"#;
    let shown = text(&["issue", "--text", &request.replace('\n', ""), "{}"], &[]);
    assert!(
        shown.starts_with("a\n  our number       25/00000000006-4\n"),
        "{shown}"
    );
    assert!(
        shown.contains("null\n  error            missing field `bank`"),
        "{shown}"
    );
}

#[test]
fn wrong_arguments_end_the_command_with_an_error() {
    for arguments in [
        vec!["read", "--today", "21/11/2026"],
        vec!["read", "--json", "--text"],
    ] {
        assert!(!run(&arguments, &[]).status.success(), "{arguments:?}");
    }
}
