//! A boleto's row, and how it becomes a [`Boleto`].

use std::error::Error;

use boleto::{
    Address, Barcode, Boleto, Cents, Charge, Company, DigitableLine, IssuerAccount, Payer,
    Percentage, Personal, TitleId,
};
use sqlx::types::Json;

use crate::{address::AddressJson, error::StoreError};

/// The columns that make a [`Boleto`].
pub(crate) struct BoletoRow {
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) queue_url: String,
    pub(crate) status: String,
    pub(crate) due_on: jiff_sqlx::Date,
    pub(crate) amount: i64,
    pub(crate) paid_amount: i64,
    pub(crate) interest_percentage: Option<i32>,
    pub(crate) interest_amount: Option<i64>,
    pub(crate) interest_days: Option<i32>,
    pub(crate) fine_percentage: Option<i32>,
    pub(crate) fine_amount: Option<i64>,
    pub(crate) fine_days: Option<i32>,
    pub(crate) instructions: Option<String>,
    pub(crate) issuer: String,
    pub(crate) issuer_agency: String,
    pub(crate) issuer_account: String,
    pub(crate) issuer_wallet: String,
    pub(crate) issuer_response_code: Option<String>,
    pub(crate) title_id: i64,
    pub(crate) barcode: String,
    pub(crate) digitable_line: String,
    pub(crate) payer_name: Option<String>,
    pub(crate) payer_document_type: Option<String>,
    pub(crate) payer_document_number: Option<String>,
    pub(crate) payer_address: Option<AddressJson>,
    pub(crate) company_name: Option<String>,
    pub(crate) company_document_number: Option<String>,
    pub(crate) company_address: Option<AddressJson>,
    pub(crate) external_id: Option<String>,
    pub(crate) reference_id: Option<String>,
    pub(crate) bank_response_code: Option<String>,
    pub(crate) rules: Option<Vec<String>>,
    pub(crate) boleto_url: Option<String>,
    pub(crate) created_at: jiff_sqlx::Timestamp,
    pub(crate) updated_at: jiff_sqlx::Timestamp,
}

/// Selects whole boletos: `boletos!("where …", arguments…)`.
macro_rules! boletos {
    ($tail:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::row::BoletoRow,
            r#"select id, token, queue_url, status, due_on as "due_on: jiff_sqlx::Date", amount, paid_amount,
                interest_percentage, interest_amount, interest_days, fine_percentage, fine_amount, fine_days,
                instructions, issuer, issuer_agency, issuer_account, issuer_wallet, issuer_response_code, title_id,
                barcode, digitable_line, payer_name, payer_document_type, payer_document_number,
                payer_address as "payer_address: crate::address::AddressJson",
                company_name, company_document_number,
                company_address as "company_address: crate::address::AddressJson",
                external_id, reference_id, bank_response_code, rules, boleto_url,
                created_at as "created_at: jiff_sqlx::Timestamp", updated_at as "updated_at: jiff_sqlx::Timestamp"
            from boletos "# + $tail
            $(, $argument)*
        )
    };
}
pub(crate) use boletos;

impl TryFrom<BoletoRow> for Boleto {
    type Error = StoreError;

    fn try_from(row: BoletoRow) -> Result<Self, StoreError> {
        let id = row.id.clone();
        parse(row).map_err(|source| StoreError::Corrupt { id, source })
    }
}

fn parse(row: BoletoRow) -> Result<Boleto, Box<dyn Error + Send + Sync>> {
    Ok(Boleto {
        id: row.id.parse()?,
        token: row.token,
        queue_url: row.queue_url,
        status: row.status.parse()?,
        due_on: row.due_on.to_jiff(),
        amount: cents(row.amount)?,
        paid_amount: cents(row.paid_amount)?,
        interest: charge(
            row.interest_percentage,
            row.interest_amount,
            row.interest_days,
        )?,
        fine: charge(row.fine_percentage, row.fine_amount, row.fine_days)?,
        instructions: row.instructions,
        issuer: row.issuer.parse()?,
        issuer_account: IssuerAccount {
            agency: row.issuer_agency,
            account: row.issuer_account,
            wallet: row.issuer_wallet,
        },
        issuer_response_code: row.issuer_response_code,
        title_id: TitleId::new(u64::try_from(row.title_id)?)?,
        barcode: row.barcode.parse::<Barcode>()?,
        digitable_line: row.digitable_line.parse::<DigitableLine>()?,
        payer: Payer {
            name: row.payer_name.map(Personal::new),
            document_type: row
                .payer_document_type
                .map(|name| name.parse())
                .transpose()?,
            document_number: row.payer_document_number.map(Personal::new),
            address: row.payer_address.map(|Json(column)| Address::from(column)),
        },
        company: Company {
            name: row.company_name.map(Personal::new),
            document_number: row.company_document_number.map(Personal::new),
            address: row
                .company_address
                .map(|Json(column)| Address::from(column)),
        },
        external_id: row.external_id,
        reference_id: row.reference_id,
        bank_response_code: row.bank_response_code,
        rules: row
            .rules
            .map(|names| {
                names
                    .iter()
                    .map(|name| name.parse())
                    .collect::<Result<_, _>>()
            })
            .transpose()?,
        boleto_url: row.boleto_url,
        created_at: row.created_at.to_jiff(),
        updated_at: row.updated_at.to_jiff(),
    })
}

fn cents(amount: i64) -> Result<Cents, Box<dyn Error + Send + Sync>> {
    Ok(Cents::new(u64::try_from(amount)?)?)
}

fn charge(
    percentage: Option<i32>,
    amount: Option<i64>,
    days: Option<i32>,
) -> Result<Charge, Box<dyn Error + Send + Sync>> {
    Ok(Charge {
        percentage: percentage
            .map(|units| {
                Ok::<_, Box<dyn Error + Send + Sync>>(Percentage::from_units(u32::try_from(
                    units,
                )?)?)
            })
            .transpose()?,
        amount: amount.map(cents).transpose()?,
        days: days.map(u32::try_from).transpose()?,
    })
}
