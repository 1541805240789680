//! Adding an endpoint is one line in the table of functions.

use std::fs;

use local::{terraform::Terraform, workspace};

use crate::copies;

/// What has to follow from the line, said in Terraform's own tests.
const FOLLOWS: &str = r#"
run "one_line_makes_a_whole_endpoint" {
  command = plan

  assert {
    condition     = contains(keys(output.functions), "NAME") && output.functions["NAME"].environment["DATABASE_USER"] == "superbowleto_app"
    error_message = "There is no such function, or it has no settings."
  }

  assert {
    condition     = strcontains(output.policies["NAME"], "parameter/superbowleto/test/database/app-password") && !strcontains(output.policies["NAME"], "banks/")
    error_message = "It may not do what it needs, or may do more."
  }

  assert {
    condition     = output.concurrency["NAME"] >= 1 && sum(values(output.concurrency)) <= 100
    error_message = "It has no part of the connections."
  }

  assert {
    condition     = contains(module.api.routes, "ROUTE")
    error_message = "API Gateway does not know it."
  }

  assert {
    condition     = contains(keys(module.alarms["operations"].arns), "throttles-NAME")
    error_message = "Nobody hears when it is throttled."
  }
}
"#;

#[test]
fn the_line_that_the_readme_shows_makes_a_whole_endpoint() {
    let readme =
        fs::read_to_string(workspace::root().join("terraform/README.md")).expect("it is there");
    let line = readme
        .lines()
        .find_map(|line| line.strip_prefix("+    "))
        .expect("the README shows the line");
    let (name, rest) = line.split_once(" = ").expect("it is a row");
    let route = rest.split('"').nth(1).expect("the row has a route");

    let copy = copies::of_the_tree("endpoint");
    let stack = copy.join("terraform/modules/stack");
    let table = fs::read_to_string(stack.join("functions.tf")).expect("it is there");
    let head = "  functions = {\n";
    assert_eq!(table.matches(head).count(), 1, "there is one table");
    let added = table.replace(head, &format!("{head}    {line}\n"));
    assert_eq!(
        added.lines().count(),
        table.lines().count() + 1,
        "one line is added"
    );
    fs::write(stack.join("functions.tf"), added).expect("the copy can be written");

    let tests = stack.join("tests/stack.tftest.hcl");
    let whole = fs::read_to_string(&tests).expect("it is there");
    let given = whole.find("\nrun ").expect("there are tests");
    let follows = FOLLOWS.replace("NAME", name.trim()).replace("ROUTE", route);
    fs::write(&tests, format!("{}{follows}", &whole[..given])).expect("the copy can be written");
    copies::two_at_a_time([stack], Terraform::test);
}
