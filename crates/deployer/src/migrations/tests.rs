use super::*;

/// The objections to a migration that says it is compatible.
fn objections(sql: &str) -> Vec<String> {
    rules(
        &format!("-- compatible: yes\n{sql}"),
        &Compatibility::Compatible,
    )
}

fn rules(text: &str, compatibility: &Compatibility) -> Vec<String> {
    lint::lint("0002_a_test.sql", text, compatibility)
        .into_iter()
        .map(|objection| objection.rule)
        .collect()
}

#[test]
fn all_of_our_migrations_may_be_released() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");

    let migrations = read(&folder).unwrap_or_else(|error| panic!("{error}"));

    assert_eq!(migrations[0].description, "boletos");
    let versions: Vec<i64> = migrations.iter().map(|one| one.version).collect();
    assert_eq!(versions, (1..=versions.len() as i64).collect::<Vec<_>>());
}

#[test]
fn what_locks_a_table_in_use_for_long_is_objected_to() {
    for (rule, sql) in [
        (
            "require-concurrent-index-creation",
            "create index boletos_due_on on boletos (due_on);",
        ),
        (
            "require-concurrent-index-deletion",
            "drop index boletos_token;",
        ),
        (
            "changing-column-type",
            "alter table boletos alter column amount type numeric;",
        ),
        (
            "adding-not-nullable-field",
            "alter table boletos alter column external_id set not null;",
        ),
        (
            "adding-required-field",
            "alter table boletos add column colour text not null;",
        ),
        (
            "adding-field-with-default",
            "alter table boletos add column seen_at timestamptz default clock_timestamp();",
        ),
        (
            "constraint-missing-not-valid",
            "alter table boletos add constraint boletos_short check (length(token) < 100);",
        ),
        (
            "disallowed-unique-constraint",
            "alter table boletos add constraint boletos_token_key unique (token);",
        ),
    ] {
        assert!(
            objections(sql).contains(&rule.to_owned()),
            "{sql}: {:?}",
            objections(sql)
        );
    }
}

#[test]
fn what_locks_nothing_in_use_is_let_through() {
    for sql in [
        "create table circuits (issuer text not null, constraint circuits_pkey primary key (issuer));
         create index circuits_issuer on circuits (issuer);",
        "alter table boletos add column colour text;",
        "alter table boletos add column colour text not null default 'white';",
        "alter table boletos add constraint boletos_short check (length(token) < 100) not valid;",
        "alter table boletos validate constraint boletos_short;",
    ] {
        assert_eq!(objections(sql), Vec::<String>::new(), "{sql}");
    }
}

#[test]
fn an_index_is_built_concurrently_outside_of_a_transaction_and_alone() {
    let index = "create index concurrently if not exists boletos_due_on on boletos (due_on);\n";
    let rules = |text: &str| rules(text, &Compatibility::Compatible);
    let alone = format!("-- no-transaction\n-- compatible: yes\n{index}");

    assert_eq!(rules(&alone), Vec::<String>::new());
    assert_eq!(rules(&format!("{alone}{index}")), ["no-transaction"]);
    assert_eq!(objections(index), ["no-transaction"]);
}

#[test]
fn a_rule_is_set_aside_only_with_a_reason() {
    let index = "create index configurations_issuer on configurations (issuer);";
    let with = |above: &str| objections(&format!("{above}\n{index}"));
    let rule = "-- squawk-ignore require-concurrent-index-creation";

    assert_eq!(
        with(&format!("{rule} -- the table has some ten rows")),
        Vec::<String>::new()
    );
    for unexplained in [
        rule,
        "-- squawk-ignore require-concurrent-index-creation -- ok",
        "-- squawk-ignore -- the table has some ten rows",
        "-- squawk-ignore-file require-concurrent-index-creation -- the table has some ten rows",
    ] {
        assert!(
            with(unexplained).contains(&"unexplained".to_owned()),
            "{unexplained}"
        );
    }
}

#[test]
fn only_what_says_that_it_breaks_code_takes_from_it() {
    let breaks = Compatibility::Breaks("code that reads token".to_owned());
    for sql in [
        "alter table boletos drop column token;",
        "alter table boletos rename column token to word;",
        "drop table configurations;",
    ] {
        assert_eq!(objections(sql).len(), 1, "{sql}");
        assert_eq!(
            rules(&format!("-- breaks: code that reads token\n{sql}"), &breaks),
            Vec::<String>::new()
        );
    }
}

#[test]
fn what_is_no_sql_is_objected_to_with_its_line() {
    let text = "-- compatible: yes\n\nalter tabel boletos;\n";

    let objections = lint::lint("0002_a_test.sql", text, &Compatibility::Compatible);

    assert_eq!((objections[0].line, &*objections[0].rule), (3, "syntax"));
}

#[test]
fn a_head_says_what_code_before_the_migration_can_do() {
    let breaks = |what: &str| Ok(Compatibility::Breaks(what.to_owned()));
    let compatible = Ok(Compatibility::Compatible);

    for (text, expected) in [
        ("-- compatible: yes\n\nselect 1;", compatible.clone()),
        ("-- no-transaction\n-- compatible: yes\n", compatible),
        (
            "-- breaks: what reads token\nselect 1;",
            breaks("what reads token"),
        ),
        ("-- breaks: \n", Err(InvalidHead::Unexplained)),
        ("-- breaks:\n", Err(InvalidHead::Unexplained)),
        ("-- compatible: no\n", Err(InvalidHead::Missing)),
        ("-- compatible: yes, mostly\n", Err(InvalidHead::Missing)),
        ("\n-- compatible: yes\n", Err(InvalidHead::Missing)),
        (
            "-- compatible: yes\n-- no-transaction\n",
            Ok(Compatibility::Compatible),
        ),
        ("create table x ();", Err(InvalidHead::Missing)),
        ("", Err(InvalidHead::Missing)),
    ] {
        assert_eq!(head::parse(text), expected, "{text}");
    }
}

#[test]
fn a_file_is_named_by_its_version_and_what_it_is_about() {
    for name in [
        "boletos.sql",
        "0001.sql",
        "0001_boletos.txt",
        "one_boletos.sql",
    ] {
        let refused = parse(name, "-- compatible: yes\n").unwrap_err();
        assert!(matches!(refused, MigrationsError::Name(_)), "{name}");
    }
}
