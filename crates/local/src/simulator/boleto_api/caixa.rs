//! What Caixa does not take once boleto-api has passed a request on, and how the gateway passes on its words.
//!
//! Caixa's own code is 1 for everything that it has not done; the number in brackets that begins its text tells what.
//! (Manual of January 2018.) The gateway shortens and cleans texts, so nothing of them is left to refuse.

use boleto::Agreement;

use super::slip;
use crate::simulator::{Refused, Registration};

pub(super) const ALREADY_EXISTS: (&str, &str) =
    ("1", "(38) NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO");

/// The largest amount that the bank takes, in centavos. (Manual 67.119 v010, p. 33.)
const LARGEST: u64 = 999_999_999;

/// What the bank has against a title: only what its slips can't state. The number that it has for this is not public, so
/// none is given.
pub(super) fn check(title: &Registration, agreement: Option<&Agreement>) -> Option<Refused> {
    let stated = slip(title, agreement).is_some() && title.amount.get() <= LARGEST;
    (!stated).then(|| Refused::new("1", "OPERACAO NAO EFETUADA"))
}

/// A refusal as the gateway passes it on: `38` and `(38)` become code 1 with a text that begins with `(38)`.
pub(super) fn in_its_words(refused: &Refused) -> Refused {
    let number = refused.code.trim_start_matches('(').trim_end_matches(')');
    let is_caixas = number.len() > 1 && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_caixas {
        Refused::new("1", format!("({number}) {}", refused.message))
    } else {
        refused.clone()
    }
}
