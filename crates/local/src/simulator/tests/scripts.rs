use std::collections::BTreeSet;

use super::{
    client::End,
    requests::{
        GLANCE, TODAY, ask_boleto_api, ask_bradesco, ask_bradesco_for, bradesco, search_bradesco,
        shopfacil, simulator,
    },
};
use crate::simulator::{
    Chance, EVERY_ATTEMPT, FIRST_ATTEMPT, Fault, Interface, Latency, Options, Rule, Simulator,
    magic_amounts,
};

async fn status(simulator: &Simulator, number: u64) -> u16 {
    ask_bradesco(simulator, &bradesco(number)).await.status()
}

#[tokio::test]
async fn a_rule_is_used_up_and_the_next_one_follows() {
    let simulator = simulator().await;
    simulator.script(Rule::next(2, Fault::page(502)));
    simulator.script(Rule::next(1, Fault::page(503)));
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(status(&simulator, 1).await);
    }
    assert_eq!(seen, [502, 502, 503, 201, 200]);
    let titles = simulator.titles();
    assert_eq!((titles.len(), titles[0].received), (1, 5));
}

#[tokio::test]
async fn a_standing_rule_ends_with_the_banks_recovery() {
    let simulator = simulator().await;
    simulator.script(Rule::always(Fault::page(500)));
    for _ in 0..3 {
        assert_eq!(status(&simulator, 1).await, 500);
    }
    simulator.recover();
    assert_eq!(status(&simulator, 1).await, 201);
    assert_eq!(simulator.attempts().len(), 4);
}

#[tokio::test]
async fn a_rule_keeps_to_its_number_amount_and_interface() {
    let simulator = simulator().await;
    simulator.script(Rule::always(Fault::page(501)).for_number(1));
    simulator.script(Rule::always(Fault::page(502)).for_amount(77));
    simulator.script(Rule::always(Fault::page(503)).at(Interface::Shopfacil));
    let mut other_amount = bradesco(3);
    other_amount["boleto"]["valor_titulo"] = 77.into();
    assert_eq!(status(&simulator, 1).await, 501);
    assert_eq!(status(&simulator, 2).await, 201);
    assert_eq!(ask_bradesco(&simulator, &other_amount).await.status(), 502);
    assert_eq!(
        ask_boleto_api(&simulator, &shopfacil(4)).await.status(),
        503
    );
    assert_eq!(search_bradesco(&simulator, 1).await.status(), 200);
}

#[tokio::test]
async fn a_magic_amount_means_trouble_once_or_always() {
    let simulator = simulator().await;
    let page = magic_amounts()
        .into_iter()
        .find(|row| row.fault == Fault::page(503));
    let row = page.expect("the table has a page of 503").row;
    for (number, amount, expected) in [
        (1, FIRST_ATTEMPT + row, [503, 201]),
        (2, EVERY_ATTEMPT + row, [503, 503]),
    ] {
        let mut body = bradesco(number);
        body["boleto"]["valor_titulo"] = amount.into();
        for status in expected {
            assert_eq!(ask_bradesco(&simulator, &body).await.status(), status);
        }
    }
    assert_eq!(simulator.titles().len(), 1);
}

#[tokio::test]
async fn a_script_goes_before_a_magic_amount() {
    let simulator = simulator().await;
    simulator.script(Rule::next(1, Fault::default()));
    let mut body = bradesco(1);
    body["boleto"]["valor_titulo"] = (EVERY_ATTEMPT + 1).into();
    assert_eq!(ask_bradesco(&simulator, &body).await.status(), 201);
}

#[test]
fn the_readme_shows_the_table_of_magic_amounts() {
    let readme = include_str!("../README.md");
    for row in magic_amounts() {
        let line = format!("| {} | {} |", row.row, row.what);
        assert!(readme.contains(&line), "{line}");
    }
}

/// Registers 200 titles twice, some of them at once, and returns what happened to each request by title and ordinal.
async fn run(seed: u64, reversed: bool) -> Vec<(u64, u32, Fault, u16)> {
    let options = Options {
        today: Some(TODAY),
        seed,
        ..Options::default()
    };
    let simulator = Simulator::start(options).await.expect("a free port");
    simulator.script(vec![
        Chance::per_title(100, Fault::refuse("9300514")),
        Chance::per_request(150, Fault::page(503)),
        Chance::per_request(150, Fault::page(500).applied()),
    ]);
    let mut numbers: Vec<u64> = (1..=200).collect();
    if reversed {
        numbers.reverse();
    }
    for chunk in numbers.chunks(8) {
        for _ in 0..2 {
            let bodies: Vec<_> = chunk.iter().map(|number| bradesco(*number)).collect();
            let asked = bodies.iter().map(|body| ask_bradesco(&simulator, body));
            futures::future::join_all(asked).await;
        }
    }
    let mut seen: Vec<_> = simulator
        .journal()
        .into_iter()
        .map(|entry| {
            let number = entry.asked.key.expect("a title").number;
            (number, entry.asked.ordinal, entry.fault, entry.status)
        })
        .collect();
    seen.sort_by_key(|(number, ordinal, ..)| (*number, *ordinal));
    seen
}

#[tokio::test]
async fn the_same_seed_brings_the_same_faults_in_whatever_order_titles_come() {
    let first = run(7, false).await;
    assert_eq!(first, run(7, true).await);
    assert_ne!(first, run(8, false).await);
}

#[tokio::test]
async fn chances_come_about_as_often_as_they_are_given() {
    let seen = run(7, false).await;
    let count = |fault: &Fault| seen.iter().filter(|(_, _, met, _)| met == fault).count();
    // Of 400 requests: 40 to refused titles, 15 % of the other 360 each.
    assert!((20..=60).contains(&count(&Fault::refuse("9300514"))));
    assert!((30..=80).contains(&count(&Fault::page(503))));
    assert!((30..=80).contains(&count(&Fault::page(500).applied())));

    let refused: BTreeSet<_> = seen
        .iter()
        .filter(|(_, _, fault, _)| *fault == Fault::refuse("9300514"))
        .map(|(number, ..)| *number)
        .collect();
    let of_refused = seen.iter().filter(|(number, ..)| refused.contains(number));
    assert!(
        of_refused
            .into_iter()
            .all(|(_, _, fault, _)| *fault == Fault::refuse("9300514"))
    );
}

#[test]
fn a_mixture_shares_out_all_of_its_chance() {
    for per_mille in [0, 7, 200, 1000] {
        let total: u16 = Chance::mixed(per_mille)
            .iter()
            .map(|chance| chance.per_mille)
            .sum();
        assert_eq!(total, per_mille);
    }
}

#[tokio::test]
async fn latency_holds_every_reply_back() {
    let simulator = simulator().await;
    simulator.script(Latency {
        ms: 1000,
        jitter_ms: 100,
    });
    let reply = ask_bradesco_for(&simulator, &bradesco(1), GLANCE).await;
    assert_eq!((reply.bytes.len(), reply.end), (0, End::Silence));
    assert_eq!(status(&simulator, 2).await, 201);
    for entry in simulator.journal() {
        assert!((1000..=1100).contains(&entry.wait_ms));
    }
    simulator.recover();
    assert_eq!(status(&simulator, 3).await, 201);
    assert_eq!(simulator.journal()[2].wait_ms, 0);
}

#[tokio::test]
async fn a_dropped_simulator_listens_no_more() {
    let simulator = simulator().await;
    let address = simulator.address;
    drop(simulator);
    tokio::task::yield_now().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
