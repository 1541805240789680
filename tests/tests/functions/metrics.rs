//! What the code measures, `docs/metrics.md` lists, and Terraform reads by the same names.

use service::metrics;

const DOCS: &str = include_str!("../../../docs/metrics.md");
const READERS: [&str; 2] = [
    include_str!("../../../terraform/modules/alarms/main.tf"),
    include_str!("../../../terraform/modules/dashboard/main.tf"),
];
/// Written by Terraform itself, from the log lines that carry `alarm`.
const FILTERED: &str = "Alarms";

#[test]
fn every_metric_is_listed_with_its_unit_and_dimensions() {
    let listed: Vec<_> = DOCS
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|row| row.split('|').map(str::trim).collect::<Vec<_>>())
        .filter(|row| row.len() > 4)
        .map(|row| {
            (
                row[0].trim_matches('`').to_owned(),
                row[1].to_owned(),
                row[2].replace('`', ""),
            )
        })
        .filter(|(name, ..)| name != FILTERED)
        .collect();
    let measured: Vec<_> = metrics::ALL
        .iter()
        .map(|metric| {
            (
                metric.name.to_owned(),
                metric.unit.to_owned(),
                metric.dimensions.join(", "),
            )
        })
        .collect();
    for metric in &measured {
        assert!(listed.contains(metric), "docs/metrics.md lacks {metric:?}");
    }
    assert_eq!(
        listed.len(),
        measured.len(),
        "docs/metrics.md lists what nobody measures"
    );
}

#[test]
fn terraform_reads_nothing_that_nobody_writes() {
    let mut read = 0;
    for text in READERS {
        let named = ["own_namespace} ", "[local.own, \"", "MetricName=\\\""];
        let words = named.iter().flat_map(|mark| text.split(mark).skip(1));
        for word in words {
            let name: String = word.chars().take_while(char::is_ascii_alphabetic).collect();
            let known = name == FILTERED || metrics::ALL.iter().any(|metric| metric.name == name);
            assert!(known, "nobody writes {name}");
            read += 1;
        }
    }
    assert!(read > 15);
}
