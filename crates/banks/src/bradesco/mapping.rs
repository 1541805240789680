//! From a title to Bradesco's words, and from Bradesco's words to an answer.

use boleto::{
    Address, Agreement, BradescoAccount, Cents, Charge, Company, DocumentType, Percentage, Title,
};
use jiff::civil::Date;

use super::{
    codes::CODES,
    request::{
        Boleto, Consulta, Endereco, InformacoesOpcionais, Pagador, Registro, SacadorAvalista,
    },
    response::{self, Resposta},
};
use crate::{
    Answer, BankTitle, Cause, Search,
    address::{AddressForm, PostalAddress},
    code::{self, Meaning},
    confirmation::{Echo, is_number_of},
    json::Object,
    party,
    reply::Reply,
    text::{Alphabet, clean},
};

/// Bradesco's codes.
pub(crate) const TABLES: &[&[code::Entry]] = &[CODES];

const NAME: usize = 150;

/// Lengths as other clients of this interface have found them.
pub(super) const ADDRESS: AddressForm = AddressForm {
    alphabet: Alphabet::Latin1,
    street: 70,
    number: 10,
    complement: 20,
    district: 50,
    city: 100,
};

/// The code with which the bank says that it found nothing. Beside a registration it decides nothing: there it speaks of
/// the clearing house's records, which may be behind.
const NOT_FOUND: &str = "93005117";

/// Asks for the registration of `title` as issued on `issued_on`. Where an address is missing, Bradesco gets the house's.
pub(super) fn to_request(
    title: &Title,
    merchant_id: &str,
    house: &PostalAddress,
    issued_on: Date,
) -> Registro {
    let number = title.title_id.get();
    Registro {
        merchant_id: merchant_id.to_owned(),
        boleto: Boleto {
            carteira: wallet(&title.agreement),
            nosso_numero: number,
            numero_documento: number,
            data_emissao: issued_on.to_string(),
            data_vencimento: title.due_on.to_string(),
            valor_titulo: title.amount.get(),
            pagador: Pagador {
                nome: clean(title.payer_name.reveal(), Alphabet::Latin1, NAME),
                documento: title.payer_document.digits().to_owned(),
                tipo_documento: document_type(title.payer_document.document_type()),
                endereco: address(title.payer_address.as_ref(), house),
            },
            informacoes_opcionais: InformacoesOpcionais {
                perc_juros: percentage(&title.interest),
                valor_juros: amount(&title.interest),
                qtde_dias_juros: days(&title.interest),
                perc_multa_atraso: percentage(&title.fine),
                valor_multa_atraso: amount(&title.fine),
                qtde_dias_multa_atraso: days(&title.fine),
                sacador_avalista: guarantor(&title.company, house),
            },
        },
    }
}

/// Asks for `title` by its number.
pub(super) fn to_query(title: &Title) -> Consulta {
    let number = title.title_id.get();
    Consulta {
        nosso_numero: number,
        numero_documento: number,
    }
}

fn wallet(agreement: &Agreement) -> String {
    match agreement {
        Agreement::Bradesco(BradescoAccount { wallet, .. })
        | Agreement::Development(BradescoAccount { wallet, .. }) => wallet.as_str().to_owned(),
        Agreement::Caixa(account) => account.wallet.as_str().to_owned(),
    }
}

fn document_type(document_type: DocumentType) -> &'static str {
    match document_type {
        DocumentType::Cpf => "1",
        DocumentType::Cnpj => "2",
    }
}

fn address(address: Option<&Address>, house: &PostalAddress) -> Endereco {
    let address = address.and_then(|address| PostalAddress::of(address, &ADDRESS));
    let address = address.unwrap_or_else(|| house.clone());
    Endereco {
        cep: address.zipcode,
        logradouro: address.street,
        numero: address.number,
        complemento: address.complement,
        bairro: address.district,
        cidade: address.city,
        uf: address.state,
    }
}

/// On whose behalf the title is issued; nobody where name or document are missing, because the bank wants all or nothing.
fn guarantor(company: &Company, house: &PostalAddress) -> Option<SacadorAvalista> {
    let (nome, document) = party::named(company, Alphabet::Latin1, NAME)?;
    Some(SacadorAvalista {
        nome,
        documento: document.digits().to_owned(),
        tipo_documento: document_type(document.document_type()),
        endereco: address(company.address.as_ref(), house),
    })
}

/// Eight digits: the bank states percentages in units of 0.00001 %.
fn percentage(charge: &Charge) -> Option<String> {
    let percentage = charge
        .percentage
        .filter(|percentage| !percentage.is_zero())?;
    Some(format!("{:08}", Percentage::units(percentage)))
}

/// Nothing where it is zero: the bank refuses an amount beside a percentage.
fn amount(charge: &Charge) -> Option<u64> {
    charge
        .amount
        .filter(|amount| !amount.is_zero())
        .map(Cents::get)
}

fn days(charge: &Charge) -> Option<u32> {
    (percentage(charge).is_some() || amount(charge).is_some()).then_some(charge.days)?
}

/// Reads the answer to a registration.
pub(super) fn from_response(reply: &Reply, title: &Title) -> Answer {
    if let Some(answer) = reply.verdict() {
        return answer;
    }
    let Resposta {
        status: Object(status),
        boleto,
    } = match reply.json() {
        Ok(Object(response)) => response,
        Err(cause) => return Answer::Unknown(cause),
    };
    let code = status.codigo.as_str();
    Meaning::answer(TABLES, code, reply, || {
        confirm(code, &boleto.unwrap_or_default(), title)
    })
}

fn confirm(code: &str, boleto: &response::Boleto, title: &Title) -> Answer {
    let other_amount = boleto
        .valor_titulo
        .is_some_and(|cents| cents != title.amount.get());
    let other_day = boleto.due_on().is_some_and(|day| day != title.due_on);
    if other_amount || other_day {
        return Answer::Unknown(Cause::OtherTerms);
    }
    let echo = Echo {
        code,
        our_number: boleto.nosso_numero.as_ref().map(|number| number.as_str()),
        barcode: boleto.codigo_barras.as_deref(),
        digitable_line: boleto.linha_digitavel.as_deref(),
        url: boleto.url_acesso.as_deref(),
    };
    echo.confirm(title)
}

/// Reads the answer to a query.
pub(super) fn from_query(reply: &Reply, title: &Title) -> Search {
    if !reply.is_success() {
        return Search::CannotTell;
    }
    let Ok(Object(Resposta {
        status: Object(status),
        boleto,
    })) = reply.json()
    else {
        return Search::CannotTell;
    };
    let code = status.codigo.as_str();
    let is_registered = matches!(code::find(TABLES, code), Some((_, Meaning::Registered, _)));
    match boleto {
        None if code == NOT_FOUND => Search::NotFound,
        // A title in progress is not there yet, and may never be.
        Some(boleto) if is_registered => {
            found(&boleto, title).map_or(Search::CannotTell, Search::Found)
        }
        Some(_) | None => Search::CannotTell,
    }
}

/// The title that the bank has, if it says all that identifies one, and that it is of our number.
fn found(boleto: &response::Boleto, title: &Title) -> Option<BankTitle> {
    let number = boleto.nosso_numero.as_ref()?;
    is_number_of(number.as_str(), title).then_some(())?;
    Some(BankTitle {
        amount: Cents::new(boleto.valor_titulo?).ok()?,
        due_on: boleto.due_on()?,
        payer_document: party::document(&boleto.pagador.as_ref()?.documento)?,
    })
}

#[cfg(test)]
mod tests;
