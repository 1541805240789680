//! What Bradesco does not take, in the order that it is looked at.
//!
//! The codes are the bank's. Which code goes with which fault is read from their texts, since the manual is not public;
//! the limits of texts are those of public clients.

use boleto::Document;
use jiff::civil::Date;

use super::request::{Address, Boleto, Options, Person, document_type, number};
use crate::simulator::Registration;

type Code = (&'static str, &'static str);

pub(super) const NUMBER: Code = ("930057", "NOSSO NUMERO INVALIDO");
pub(super) const AMOUNT: Code = ("9300520", "VALOR DO TITULO INVALIDO");
pub(super) const DUE_DAY: Code = ("9300552", "DATA VENCIMENTO INVALIDA");
const WALLET: Code = ("93005120", "CARTEIRA DE COBRANCA NAO ACEITA");
const ISSUE_DAY: Code = ("9300551", "DATA EMISSAO INVALIDA");
const ISSUED_LATER: Code = (
    "9300596",
    "DATA DE EMISSAO DEVE SER MENOR OU IGUAL A DATA DE REGISTRO",
);
const TOO_FAR: Code = ("9300576", "DATA VENCIMENTO POSTERIOR A 10 ANOS");
const MISSING: Code = ("93005112", "DADOS MINIMOS PARA REGISTRO NAO INFORMADOS");
pub(super) const DOCUMENT: Code = ("9300514", "CPF OU CNPJ DO SACADO INVALIDO");
const POSTAL_CODE: Code = ("9300544", "CEP SACADO INVALIDO");
const STATE: Code = ("93005126", "UF NAO ACEITA");
const PARAMETERS: Code = ("930052", "PARAMETROS INVALIDOS");
const TWO_INTERESTS: Code = ("9300530", "INFORMAR APENAS PERCENTUAL OU VALOR DE JUROS");
const TWO_FINES: Code = ("9300531", "INFORMAR APENAS PERCENTUAL OU VALOR DE MULTA");
const ABOVE_HUNDRED: Code = ("9300554", "PERCENTUAL INFORMADO MAIOR OU IGUAL 100,00");
const FINE_DAYS: Code = ("9300532", "DIAS PARA COBRANCA DE MULTA INVALIDO");
const INTEREST_DAYS: Code = ("93005100", "DIAS DE JUROS INVALIDO");
const GUARANTOR: Code = ("9300580", "INFORME TODOS OS DADOS DO SACADOR AVALISTA");
const GUARANTOR_POSTAL_CODE: Code = ("9300545", "CEP SACADOR AVALISTA INVALIDO");

/// The states of Brazil: *unidades da federação*.
const STATES: [&str; 27] = [
    "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA", "PB", "PE",
    "PI", "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO",
];

/// The largest amount that a slip states, in centavos: ten digits.
const LARGEST: u64 = 9_999_999_999;

/// 100 % as the bank has percentages written: eight digits, the last five of them decimals.
const HUNDRED: u32 = 10_000_000;

/// Refuses a title that is to be registered on the day `today`.
pub(super) fn check(boleto: &Boleto, title: &Registration, today: Date) -> Result<(), Code> {
    ensure(matches!(&*boleto.carteira, "25" | "26"), WALLET)?;
    ensure(
        title.key.number <= boleto::Bank::Bradesco.max_title_id().get(),
        NUMBER,
    )?;
    ensure(
        boleto.numero_documento.as_ref().and_then(number).is_some(),
        PARAMETERS,
    )?;
    ensure((1..=LARGEST).contains(&title.amount.get()), AMOUNT)?;
    days(title, today)?;

    person(&boleto.pagador, DOCUMENT)?;
    let address = boleto.pagador.endereco.as_ref().ok_or(MISSING)?;
    place(address, POSTAL_CODE)?;
    charges(&boleto.informacoes_opcionais)?;

    let Some(guarantor) = &boleto.informacoes_opcionais.sacador_avalista else {
        return Ok(());
    };
    person(guarantor, GUARANTOR).map_err(|code| if code == MISSING { GUARANTOR } else { code })?;
    guarantor
        .endereco
        .as_ref()
        .map_or(Ok(()), |address| place(address, GUARANTOR_POSTAL_CODE))
}

/// A title is registered on the day that it says it was issued, and falls due then or later.
fn days(title: &Registration, today: Date) -> Result<(), Code> {
    let issued_on = title.issued_on.ok_or(ISSUE_DAY)?;
    ensure(issued_on <= today, ISSUED_LATER)?;
    ensure(issued_on == today, ISSUE_DAY)?;
    ensure(title.due_on >= today, DUE_DAY)?;
    ensure(
        i32::from(title.due_on.year()) - i32::from(today.year()) <= 10,
        TOO_FAR,
    )
}

fn person(person: &Person, invalid_document: Code) -> Result<(), Code> {
    text(person.nome.as_deref(), 150)?;
    let document_type = document_type(person).ok_or(invalid_document)?;
    let document = person.documento.as_deref().ok_or(invalid_document)?;
    let plain = document.bytes().all(|byte| byte.is_ascii_alphanumeric());
    ensure(
        plain && Document::parse(document_type, document).is_ok(),
        invalid_document,
    )
}

fn place(address: &Address, invalid_postal_code: Code) -> Result<(), Code> {
    let postal_code = address.cep.as_deref().unwrap_or_default();
    let digits = postal_code.bytes().all(|byte| byte.is_ascii_digit());
    ensure(digits && postal_code.len() == 8, invalid_postal_code)?;
    text(address.logradouro.as_deref(), 70)?;
    text(address.bairro.as_deref(), 50)?;
    text(address.cidade.as_deref(), 100)?;
    ensure(
        address
            .numero
            .as_ref()
            .is_some_and(|number| !number.is_null()),
        MISSING,
    )?;
    let complement = address.complemento.as_deref().unwrap_or_default();
    ensure(
        complement.chars().count() <= 20 && is_latin(complement),
        PARAMETERS,
    )?;
    ensure(
        address
            .uf
            .as_deref()
            .is_some_and(|state| STATES.contains(&state)),
        STATE,
    )
}

fn charges(options: &Options) -> Result<(), Code> {
    let interest = percentage(options.perc_juros.as_deref())?;
    let fine = percentage(options.perc_multa_atraso.as_deref())?;
    ensure(
        interest == 0 || options.valor_juros.unwrap_or(0) == 0,
        TWO_INTERESTS,
    )?;
    ensure(
        fine == 0 || options.valor_multa_atraso.unwrap_or(0) == 0,
        TWO_FINES,
    )?;
    ensure(options.qtde_dias_juros.unwrap_or(0) <= 99, INTEREST_DAYS)?;
    ensure(options.qtde_dias_multa_atraso.unwrap_or(0) <= 99, FINE_DAYS)
}

/// A percentage of eight digits, 0 where there is none.
fn percentage(digits: Option<&str>) -> Result<u32, Code> {
    let Some(digits) = digits else { return Ok(0) };
    let well_formed = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    ensure(well_formed, PARAMETERS)?;
    let units = digits.parse().map_err(|_| PARAMETERS)?;
    ensure(units <= HUNDRED, ABOVE_HUNDRED)?;
    Ok(units)
}

/// A text that must be there, in the bank's alphabet and of so many characters at most.
fn text(text: Option<&str>, longest: usize) -> Result<(), Code> {
    let text = text
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .ok_or(MISSING)?;
    ensure(
        text.chars().count() <= longest && is_latin(text),
        PARAMETERS,
    )
}

/// Whether a text has Latin letters with their accents and no control characters: ISO 8859-1.
fn is_latin(text: &str) -> bool {
    text.chars()
        .all(|character| character <= '\u{FF}' && !character.is_control())
}

fn ensure(condition: bool, otherwise: Code) -> Result<(), Code> {
    if condition { Ok(()) } else { Err(otherwise) }
}
