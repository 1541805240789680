//! What Bradesco says, in its own words: *registro online, Meios de Pagamento*.

use jiff::civil::Date;
use serde::Deserialize;

use crate::json::{Code, Object, if_readable};

/// The body of an answer.
///
/// Known for sure is `status` alone. What stands in `boleto` is not published: what can be read of it is compared with
/// what was asked for, the rest passed over.
#[derive(Deserialize)]
pub(super) struct Resposta {
    pub(super) status: Object<Status>,
    #[serde(default, deserialize_with = "if_readable")]
    pub(super) boleto: Option<Boleto>,
}

#[derive(Deserialize)]
pub(super) struct Status {
    pub(super) codigo: Code,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Boleto {
    #[serde(deserialize_with = "if_readable")]
    pub(super) nosso_numero: Option<Code>,
    #[serde(deserialize_with = "if_readable")]
    pub(super) valor_titulo: Option<u64>,
    /// `YYYY-MM-DD`.
    #[serde(deserialize_with = "if_readable")]
    pub(super) data_vencimento: Option<String>,
    #[serde(deserialize_with = "if_readable")]
    pub(super) linha_digitavel: Option<String>,
    #[serde(deserialize_with = "if_readable")]
    pub(super) codigo_barras: Option<String>,
    #[serde(deserialize_with = "if_readable")]
    pub(super) url_acesso: Option<String>,
    #[serde(deserialize_with = "if_readable")]
    pub(super) pagador: Option<Pagador>,
}

impl Boleto {
    pub(super) fn due_on(&self) -> Option<Date> {
        self.data_vencimento.as_deref()?.parse().ok()
    }
}

#[derive(Deserialize)]
pub(super) struct Pagador {
    pub(super) documento: String,
}
