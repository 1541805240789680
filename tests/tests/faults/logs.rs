//! What the log says of a boleto, to someone who does not know the code.

use serde_json::Value;
use tests::faults::life;

/// What all lines of a boleto's life carry, and what else each may.
const COMMON: [&str; 5] = ["timestamp", "level", "target", "request_id", "boleto_id"];

#[tokio::test(flavor = "multi_thread")]
async fn one_boletos_life_is_found_by_the_request_that_made_it() {
    let _alone = super::ALONE.lock().await;
    let lines = life().await;
    let (metrics, lines): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| !line["_aws"].is_null());
    let told: Vec<_> = lines
        .iter()
        .filter(|line| line["request_id"] == "checkout-4711")
        .inspect(|line| println!("{line}"))
        .map(|line| {
            let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
            (text("operation"), text("outcome"))
        })
        .collect();
    let expected = [
        ("register", "pending"),
        ("POST /boletos", "answered"),
        ("register", "pending"),
        ("register", "registered"),
        ("tell", "sent"),
    ];
    assert_eq!(
        told,
        expected.map(|(operation, outcome)| (operation.to_owned(), outcome.to_owned()))
    );
    for line in lines
        .iter()
        .filter(|line| line["request_id"] == "checkout-4711")
    {
        for field in COMMON {
            assert!(line[field].is_string(), "{field}: {line}");
        }
        assert!(line["duration_ms"].is_u64(), "{line}");
    }
    let counted: Vec<_> = metrics.iter().filter_map(name).collect();
    for metric in [
        "BoletosCreated",
        "ColdStarts",
        "BankLatency",
        "BankUnknowns",
        "BoletosSettled",
        "NotificationsSent",
    ] {
        assert!(counted.contains(&metric), "{metric} was not written");
    }
}

fn name(line: &Value) -> Option<&str> {
    line["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"].as_str()
}
