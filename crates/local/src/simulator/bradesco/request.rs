//! What a client says to Bradesco.

use boleto::{Cents, DocumentType, Personal};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::{authenticate, body, rules};
use crate::simulator::{
    Credentials, Interface, Registration, TitleKey,
    http::{Reply, Request},
    words::{Understood, Voice},
};

const INVALID: (&str, &str) = ("930052", "PARAMETROS INVALIDOS");
const OTHER_SHOP: (&str, &str) = (
    "93005113",
    "O CODIGO DA LOJA ENVIADO NA REQUISICAO NAO CONFERE",
);

#[derive(Debug, Deserialize)]
pub(super) struct Body {
    merchant_id: String,
    boleto: Boleto,
}

/// The title. Whatever is absent or of a wrong type is for the rules to refuse, but for what identifies a title.
#[derive(Debug, Deserialize)]
pub(super) struct Boleto {
    #[serde(default)]
    pub(super) carteira: String,
    nosso_numero: Value,
    pub(super) numero_documento: Option<Value>,
    pub(super) data_emissao: Option<String>,
    data_vencimento: String,
    valor_titulo: u64,
    pub(super) pagador: Person,
    #[serde(default)]
    pub(super) informacoes_opcionais: Options,
}

#[derive(Debug, Deserialize)]
pub(super) struct Person {
    pub(super) nome: Option<String>,
    pub(super) documento: Option<String>,
    pub(super) tipo_documento: Option<String>,
    pub(super) endereco: Option<Address>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Address {
    pub(super) cep: Option<String>,
    pub(super) logradouro: Option<String>,
    /// Text or a number.
    pub(super) numero: Option<Value>,
    pub(super) complemento: Option<String>,
    pub(super) bairro: Option<String>,
    pub(super) cidade: Option<String>,
    pub(super) uf: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Options {
    pub(super) perc_juros: Option<String>,
    pub(super) valor_juros: Option<u64>,
    pub(super) qtde_dias_juros: Option<u32>,
    pub(super) perc_multa_atraso: Option<String>,
    pub(super) valor_multa_atraso: Option<u64>,
    pub(super) qtde_dias_multa_atraso: Option<u32>,
    pub(super) sacador_avalista: Option<Person>,
}

/// Reads a request for registration, and says what the bank's rules have against it on the day `today`.
pub(in crate::simulator) fn understand(
    request: &Request,
    known: &Credentials,
    today: Date,
) -> Result<Understood, Reply> {
    authenticate(request, known)?;
    let refuse = |http, status| {
        Err(Reply::json(
            http,
            &body(&known.merchant_id, Value::Null, status),
        ))
    };
    let Ok(Body {
        merchant_id,
        boleto,
    }) = serde_json::from_slice(&request.body)
    else {
        return refuse(400, INVALID);
    };
    if merchant_id != known.merchant_id {
        return refuse(200, OTHER_SHOP);
    }
    let Some(number) = number(&boleto.nosso_numero).filter(|number| *number > 0) else {
        return refuse(200, rules::NUMBER);
    };
    let Ok(due_on) = boleto.data_vencimento.parse::<Date>() else {
        return refuse(200, rules::DUE_DAY);
    };
    let Ok(amount) = Cents::new(boleto.valor_titulo) else {
        return refuse(200, rules::AMOUNT);
    };

    let issued_on = boleto
        .data_emissao
        .as_deref()
        .and_then(|text| text.parse().ok());
    let registration = Registration {
        interface: Interface::Bradesco,
        key: TitleKey {
            bank: boleto::Bank::Bradesco.code(),
            agreement: merchant_id,
            wallet: boleto.carteira.clone(),
            number,
        },
        amount,
        due_on,
        issued_on,
        payer_document: Personal::new(boleto.pagador.documento.clone().unwrap_or_default()),
        payer_document_type: document_type(&boleto.pagador).unwrap_or(DocumentType::Cnpj),
    };
    let refused = rules::check(&boleto, &registration, today).err();
    Ok(Understood {
        registration,
        reasons: refused.into_iter().map(Into::into).collect(),
        voice: Voice::Bradesco,
    })
}

/// A number that may be written as text.
pub(super) fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// *CPF* or *CNPJ*, as the person says.
pub(super) fn document_type(person: &Person) -> Option<DocumentType> {
    match person.tipo_documento.as_deref() {
        Some("1") => Some(DocumentType::Cpf),
        Some("2") => Some(DocumentType::Cnpj),
        _ => None,
    }
}
