//! What the client reports about a payment.

use boleto::{Boleto, BoletoId, Cents};

use crate::{
    connection::{Store, run},
    error::StoreError,
};

/// What the client reports; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payment {
    /// What was paid.
    pub paid_amount: Option<Cents>,
    /// The payment's code.
    pub bank_response_code: Option<String>,
}

impl Store {
    /// Writes what the client reports about a payment and reads the boleto back; `None` if there is none. It touches
    /// nothing else.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn report_payment(
        &self,
        id: BoletoId,
        payment: &Payment,
        request_id: &str,
    ) -> Result<Option<Boleto>, StoreError> {
        let text = &id.to_string();
        let paid_amount = payment
            .paid_amount
            .map(|amount| i64::try_from(amount.get()))
            .transpose()
            .map_err(|source| StoreError::corrupt_boleto(id, source))?;
        let updated = run!(self, connection =>
                sqlx::query!(
                    "with paid as (
                        update boletos
                        set paid_amount = coalesce($2, paid_amount),
                            bank_response_code = coalesce($3, bank_response_code), updated_at = clock_timestamp()
                        where id = $1
                        returning id, status
                    )
                    insert into boleto_history (boleto_id, event, status, code, request_id)
                    select id, 'payment', status, $3, $4 from paid",
                    text,
                    paid_amount,
                    payment.bank_response_code.as_deref(),
                    request_id,
                )
                .execute(connection))?;
        if updated.rows_affected() == 0 {
            return Ok(None);
        }
        self.get(id).await
    }
}
