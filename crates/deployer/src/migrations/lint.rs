//! What would lock a table in use for long, or can't be run again, by the rules of squawk.
//!
//! A rule is set aside above a statement, with its reason:
//!
//! ```sql
//! -- squawk-ignore require-concurrent-index-creation -- configurations has some ten rows
//! ```

use std::fmt;

use squawk_linter::{Linter, Rule};
use squawk_syntax::SourceFile;

use super::Compatibility;

/// The rules that are held: what locks or rewrites a table, and what a second run would trip over. Style is ours, and
/// timeouts are the connection's.
const RULES: [Rule; 17] = [
    Rule::RequireConcurrentIndexCreation,
    Rule::RequireConcurrentIndexDeletion,
    Rule::RequireConcurrentReindex,
    Rule::RequireConcurrentPartitionDetach,
    Rule::ConstraintMissingNotValid,
    Rule::AddingForeignKeyConstraint,
    Rule::AddingFieldWithDefault,
    Rule::AddingNotNullableField,
    Rule::AddingRequiredField,
    Rule::AddingSerialPrimaryKeyField,
    Rule::ChangingColumnType,
    Rule::DisallowedUniqueConstraint,
    Rule::BanAlterDomainWithAddConstraint,
    Rule::BanTruncateCascade,
    Rule::BanDropDatabase,
    Rule::BanUncommittedTransaction,
    Rule::TransactionNesting,
];

/// The rules for what takes away from code what it may still use: only a migration that says it breaks some may.
const TAKING: [Rule; 5] = [
    Rule::BanDropColumn,
    Rule::BanDropTable,
    Rule::BanDropView,
    Rule::RenamingColumn,
    Rule::RenamingTable,
];

/// The fewest letters that explain anything.
const AN_EXPLANATION: usize = 15;

/// What is wrong with a migration, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The rule, as squawk or this file calls it.
    pub rule: String,
    /// What is wrong.
    pub says: String,
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            rule,
            says,
        } = self;
        write!(f, "migrations/{file}:{line}: {says} ({rule})")
    }
}

/// Lints a migration.
pub(super) fn lint(file: &str, text: &str, compatibility: &Compatibility) -> Vec<Objection> {
    let no_transaction = text.starts_with("-- no-transaction");
    let objection = |line: usize, rule: &str, says: String| Objection {
        file: file.to_owned(),
        line,
        rule: rule.to_owned(),
        says,
    };
    let line_of = |offset: usize| 1 + text.get(..offset).unwrap_or(text).matches('\n').count();

    let parsed = SourceFile::parse(text);
    let mut objections: Vec<Objection> = parsed
        .errors()
        .iter()
        .map(|error| {
            let line = line_of(error.range().start().into());
            objection(line, "syntax", error.message().to_owned())
        })
        .collect();

    let mut linter = match compatibility {
        Compatibility::Compatible => Linter::from(RULES.into_iter().chain(TAKING)),
        Compatibility::Breaks(_) => Linter::from(RULES),
    };
    linter.settings.assume_in_transaction = !no_transaction;
    for violation in linter.lint(&parsed, text) {
        let says = match violation.help {
            Some(help) => format!("{} {help}", violation.message),
            None => violation.message,
        };
        let line = line_of(violation.text_range.start().into());
        objections.push(objection(line, &violation.code.to_string(), says));
    }

    for (line, text) in (1..).zip(text.lines()) {
        if is_unexplained(text) {
            let says = "a rule is set aside without a reason: `-- squawk-ignore RULE -- REASON`";
            objections.push(objection(line, "unexplained", says.to_owned()));
        }
    }

    let statements = parsed.tree().stmts().count();
    if no_transaction && statements > 1 {
        // Postgres runs the statements of one message in one transaction, whatever sqlx does.
        let says = format!("a migration without a transaction has one statement, not {statements}");
        objections.push(objection(1, "no-transaction", says));
    }
    if let Some((line, _)) = concurrently(text).filter(|_| !no_transaction) {
        let says = "`concurrently` takes a migration whose first line is `-- no-transaction`";
        objections.push(objection(line, "no-transaction", says.to_owned()));
    }
    objections.sort_by_key(|objection| objection.line);

    objections
}

/// The first line, from 1, that does something concurrently.
fn concurrently(text: &str) -> Option<(usize, &str)> {
    (1..).zip(text.lines()).find(|(_, line)| {
        let code = line.split("--").next().unwrap_or_default();
        let mut words = code.split_whitespace();
        words.any(|word| word.eq_ignore_ascii_case("concurrently"))
    })
}

/// Whether a line sets rules aside, and does not say which or why.
fn is_unexplained(line: &str) -> bool {
    let Some((_, ignored)) = line.split_once("squawk-ignore") else {
        return false;
    };
    match ignored.split_once("--") {
        Some((rules, reason)) => {
            // The whole file's rules are never set aside: what comes later would slip through.
            ignored.starts_with('-')
                || rules.trim().is_empty()
                || reason.trim().len() < AN_EXPLANATION
        }
        None => true,
    }
}
