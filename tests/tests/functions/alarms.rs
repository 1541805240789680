//! What the code calls an alarm, Terraform counts, and the runbook explains.

use service::alarm;

const TERRAFORM: &str = include_str!("../../../terraform/modules/alarms/main.tf");
const RUNBOOK: &str = include_str!("../../../docs/operations.md");

#[test]
fn every_kind_of_alarm_is_counted_and_explained() {
    let table = TERRAFORM
        .split_once("kinds = {")
        .and_then(|(_, rest)| rest.split_once("\n  }"));
    let (table, _) = table.expect("the module has a table of kinds");
    let counted: Vec<_> = table
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(kind, _)| kind.trim())
        .collect();
    assert_eq!(counted, alarm::ALL);
    for kind in alarm::ALL {
        let heading = format!("# {}\n", kind.replace('_', "-"));
        assert!(
            RUNBOOK.contains(&heading),
            "the runbook says nothing of {kind}"
        );
    }
}
