//! What the people on call are told of: a log line with the field `alarm` and one of these kinds.
//!
//! Terraform counts such lines and makes an alarm of each kind; `docs/operations.md` says what to do.

/// The bank has a title that we call refused.
pub const CONTRADICTION: &str = "contradiction";
/// Nobody but a person can tell what the bank has.
pub const NEEDS_A_PERSON: &str = "needs_a_person";
/// The system gives no random bytes.
pub const NO_ENTROPY: &str = "no_entropy";
/// A bank's answer could not be kept.
pub const NOT_SETTLED: &str = "not_settled";
/// The bank has another's title with a number of ours.
pub const NUMBER_CONFLICT: &str = "number_conflict";
/// A bank does not take our credentials, address or requests.
pub const OUR_FAULT: &str = "our_fault";
/// A payment was reported for a refused boleto.
pub const REFUSED_BUT_PAID: &str = "refused_but_paid";
/// A secret that a function asks for is not there.
pub const SECRETS_MISSING: &str = "secrets_missing";
/// Secrets can't be read, or are not what they must be.
pub const SECRETS_UNREADABLE: &str = "secrets_unreadable";

/// Every kind, in the order of the alphabet.
pub const ALL: [&str; 9] = [
    CONTRADICTION,
    NEEDS_A_PERSON,
    NO_ENTROPY,
    NOT_SETTLED,
    NUMBER_CONFLICT,
    OUR_FAULT,
    REFUSED_BUT_PAID,
    SECRETS_MISSING,
    SECRETS_UNREADABLE,
];
