//! The settle table, row by row.

use std::time::Duration;

use banks::{Answer, BankTitle, Cause, Confirmation, RetryAfter, Search};
use boleto::{
    Boleto, BoletoId, Cents, Charge, Company, Document, DocumentType, Issuer, IssuerAccount, Payer,
    Personal, Status, Title, TitleId,
};
use jiff::{Timestamp, civil::date};

use super::*;

const FIRST: Facts = Facts {
    maybe_at_bank: false,
    since_unknown: None,
    settling: Duration::from_secs(60),
    title_id_chosen: false,
};
const INSIDE: Facts = Facts {
    maybe_at_bank: true,
    since_unknown: Some(Duration::from_secs(20)),
    ..FIRST
};
const AFTER: Facts = Facts {
    maybe_at_bank: true,
    since_unknown: Some(Duration::from_secs(61)),
    ..FIRST
};
const CHOSEN: Facts = Facts {
    title_id_chosen: true,
    ..AFTER
};

fn title() -> Title {
    let issuer_account = IssuerAccount {
        agency: String::from("1229"),
        account: String::from("469"),
        wallet: String::from("26"),
    };
    let agreement = boleto::Agreement::parse(Issuer::Bradesco, &issuer_account).unwrap();
    let title_id = TitleId::new(7).unwrap();
    let (due_on, amount) = (date(2026, 12, 20), Cents::new(2000).unwrap());
    let slip = agreement.issue(title_id, due_on, amount).unwrap();
    let boleto = Boleto {
        id: BoletoId::new(Timestamp::UNIX_EPOCH, 7),
        token: String::from("token"),
        queue_url: String::from("queue"),
        status: Status::PendingRegistration,
        due_on,
        amount,
        paid_amount: Cents::ZERO,
        interest: Charge::default(),
        fine: Charge::default(),
        instructions: None,
        issuer: Issuer::Bradesco,
        issuer_account,
        issuer_response_code: None,
        title_id,
        barcode: slip.barcode,
        digitable_line: slip.digitable_line,
        payer: Payer {
            name: Some(Personal::new("Maria")),
            document_type: Some(DocumentType::Cpf),
            document_number: Some(Personal::new("52998224725")),
            address: None,
        },
        company: Company::default(),
        external_id: None,
        reference_id: None,
        bank_response_code: None,
        rules: None,
        boleto_url: None,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    };
    Title::of(&boleto).unwrap()
}

fn same() -> Search {
    let title = title();
    Search::Found(BankTitle {
        amount: title.amount,
        due_on: title.due_on,
        payer_document: title.payer_document,
    })
}

fn another() -> Search {
    let title = title();
    Search::Found(BankTitle {
        amount: title.amount,
        due_on: title.due_on,
        payer_document: Document::parse(DocumentType::Cpf, "11144477735").unwrap(),
    })
}

/// What becomes of it: the status, the alarm and, where it is asked again, when.
fn outcome(answer: Answer, search: &Search, facts: &Facts) -> (&'static str, Option<Next>, bool) {
    let verdict = match of_answer(answer, facts) {
        Judgement::Final(verdict) => verdict,
        Judgement::Search(doubt) => of_search(doubt, search, &title(), facts),
    };
    described(&verdict)
}

fn described(verdict: &Verdict) -> (&'static str, Option<Next>, bool) {
    match verdict {
        Verdict::Registered { .. } => ("registered", None, false),
        Verdict::Refused { alarm, .. } => ("refused", None, alarm.is_some()),
        Verdict::Pending { next, alarm, .. } => ("pending", Some(*next), alarm.is_some()),
    }
}

fn refused(lasting: bool) -> Answer {
    Answer::Refused {
        code: Some(String::from("930056")),
        lasting,
    }
}

fn exists() -> Answer {
    Answer::AlreadyExists {
        code: String::from("9300574"),
        differs: false,
    }
}

const REGISTERED: (&str, Option<Next>, bool) = ("registered", None, false);
const REFUSED: (&str, Option<Next>, bool) = ("refused", None, false);
const CONFLICT: (&str, Option<Next>, bool) = ("refused", None, true);
const A_PERSON: (&str, Option<Next>, bool) = ("pending", Some(Next::Daily), true);
const BACK_OFF: (&str, Option<Next>, bool) = (
    "pending",
    Some(Next::BackOff {
        at_least: Duration::ZERO,
    }),
    false,
);

#[test]
fn the_banks_confirmation_is_believed_at_once() {
    for facts in [FIRST, INSIDE, AFTER, CHOSEN] {
        let answer = Answer::Registered(Confirmation::default());
        assert_eq!(outcome(answer, &Search::CannotTell, &facts), REGISTERED);
    }
}

#[test]
fn a_refusal_of_the_first_attempt_is_final() {
    for lasting in [true, false] {
        assert_eq!(
            outcome(refused(lasting), &Search::CannotTell, &FIRST),
            REFUSED
        );
    }
}

#[test]
fn a_refusal_inside_the_settling_time_waits_for_its_end() {
    let waits = ("pending", Some(Next::After(Duration::from_secs(41))), false);
    for search in [same(), another(), Search::NotFound, Search::CannotTell] {
        assert_eq!(outcome(refused(true), &search, &INSIDE), waits);
    }
}

#[test]
fn a_refusal_after_the_settling_time_is_held_against_what_the_bank_has() {
    for (lasting, search, expected) in [
        (true, same(), REGISTERED),
        (false, same(), REGISTERED),
        (true, another(), CONFLICT),
        (false, another(), CONFLICT),
        (true, Search::NotFound, REFUSED),
        (false, Search::NotFound, REFUSED),
        (true, Search::CannotTell, REFUSED),
        (false, Search::CannotTell, A_PERSON),
    ] {
        assert_eq!(
            outcome(refused(lasting), &search, &AFTER),
            expected,
            "{lasting} {search:?}"
        );
    }
}

#[test]
fn a_number_that_is_there_before_we_asked_is_anothers() {
    assert_eq!(outcome(exists(), &same(), &FIRST), CONFLICT);
}

#[test]
fn a_number_that_is_there_already_is_held_against_what_the_bank_has() {
    for facts in [INSIDE, AFTER, CHOSEN] {
        assert_eq!(outcome(exists(), &same(), &facts), REGISTERED);
        assert_eq!(outcome(exists(), &another(), &facts), CONFLICT);
        assert_eq!(outcome(exists(), &Search::NotFound, &facts), BACK_OFF);
    }
    assert_eq!(outcome(exists(), &Search::CannotTell, &AFTER), REGISTERED);
    assert_eq!(outcome(exists(), &Search::CannotTell, &CHOSEN), A_PERSON);
    let differs = Answer::AlreadyExists {
        code: String::from("-394"),
        differs: true,
    };
    assert_eq!(outcome(differs, &Search::CannotTell, &AFTER), A_PERSON);
}

#[test]
fn what_nobody_can_tell_is_asked_again() {
    for facts in [FIRST, AFTER] {
        for cause in [
            Cause::Timeout,
            Cause::Broken,
            Cause::Status(500),
            Cause::Unreadable,
        ] {
            let answer = Answer::Unknown(cause);
            assert_eq!(outcome(answer, &Search::CannotTell, &facts), BACK_OFF);
        }
    }
    let patience = Duration::from_secs(120);
    let answer = Answer::Unknown(Cause::TooManyRequests(RetryAfter(Some(patience))));
    let expected = ("pending", Some(Next::BackOff { at_least: patience }), false);
    assert_eq!(outcome(answer, &Search::CannotTell, &FIRST), expected);
}

#[test]
fn our_own_fault_is_retried_slowly_with_an_alarm() {
    let answer = Answer::OurFault(Cause::Status(401));
    let expected = ("pending", Some(Next::Slowly), true);
    assert_eq!(outcome(answer, &Search::CannotTell, &FIRST), expected);
}

#[test]
fn what_was_not_sent_leaves_the_bank_as_it_was() {
    for (before, facts) in [(false, FIRST), (true, AFTER)] {
        for answer in [
            Answer::Unknown(Cause::NotSent),
            Answer::OurFault(Cause::NotConfigured),
        ] {
            let Judgement::Final(Verdict::Pending {
                maybe_at_bank,
                unknown,
                ..
            }) = of_answer(answer, &facts)
            else {
                panic!("expected it to be pending");
            };
            assert_eq!((maybe_at_bank, unknown), (before, false));
        }
    }
    let Judgement::Final(Verdict::Pending {
        maybe_at_bank,
        unknown,
        ..
    }) = of_answer(Answer::Unknown(Cause::Timeout), &FIRST)
    else {
        panic!("expected it to be pending");
    };
    assert_eq!((maybe_at_bank, unknown), (true, true));
}

#[test]
fn past_the_due_day_only_what_the_bank_has_counts() {
    let judged = |search: &Search, facts: &Facts| described(&past_due(search, &title(), facts));
    assert_eq!(judged(&same(), &INSIDE), REGISTERED);
    assert_eq!(judged(&Search::NotFound, &AFTER), REFUSED);
    let waits = ("pending", Some(Next::After(Duration::from_secs(41))), false);
    assert_eq!(judged(&Search::NotFound, &INSIDE), waits);
    assert_eq!(judged(&another(), &AFTER), A_PERSON);
    assert_eq!(judged(&Search::CannotTell, &AFTER), A_PERSON);
    // What was never sent the bank can't have.
    assert_eq!(judged(&Search::CannotTell, &FIRST), REFUSED);
}
