//! What Bradesco is told, in its own words: *registro online, Meios de Pagamento*.

use serde::Serialize;

/// The body of a registration.
#[derive(Serialize)]
pub(super) struct Registro {
    pub(super) merchant_id: String,
    pub(super) boleto: Boleto,
}

#[derive(Serialize)]
pub(super) struct Boleto {
    pub(super) carteira: String,
    /// Not padded.
    pub(super) nosso_numero: u64,
    /// The same number.
    pub(super) numero_documento: u64,
    /// `YYYY-MM-DD`.
    pub(super) data_emissao: String,
    /// `YYYY-MM-DD`.
    pub(super) data_vencimento: String,
    /// Centavos.
    pub(super) valor_titulo: u64,
    pub(super) pagador: Pagador,
    pub(super) informacoes_opcionais: InformacoesOpcionais,
}

#[derive(Serialize)]
pub(super) struct Pagador {
    pub(super) nome: String,
    pub(super) documento: String,
    /// `1` a CPF, `2` a CNPJ.
    pub(super) tipo_documento: &'static str,
    pub(super) endereco: Endereco,
}

#[derive(Serialize)]
pub(super) struct Endereco {
    pub(super) cep: String,
    pub(super) logradouro: String,
    pub(super) numero: String,
    pub(super) complemento: String,
    pub(super) bairro: String,
    pub(super) cidade: String,
    pub(super) uf: String,
}

#[derive(Serialize)]
pub(super) struct InformacoesOpcionais {
    /// Per month, in units of 0.00001 %, eight digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) perc_juros: Option<String>,
    /// Centavos a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) valor_juros: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) qtde_dias_juros: Option<u32>,
    /// In units of 0.00001 %, eight digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) perc_multa_atraso: Option<String>,
    /// Centavos.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) valor_multa_atraso: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) qtde_dias_multa_atraso: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sacador_avalista: Option<SacadorAvalista>,
}

#[derive(Serialize)]
pub(super) struct SacadorAvalista {
    pub(super) nome: String,
    pub(super) documento: String,
    pub(super) tipo_documento: &'static str,
    pub(super) endereco: Endereco,
}

/// What selects a title in the query by number.
#[derive(Serialize)]
pub(super) struct Consulta {
    pub(super) nosso_numero: u64,
    pub(super) numero_documento: u64,
}
