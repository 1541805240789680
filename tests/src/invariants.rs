//! What must hold after anything that happened.

use std::collections::BTreeMap;

use sqlx::Row as _;

use crate::World;

impl World {
    /// Checks the promises against the bank's ledger:
    /// - I1 each boleto has at most one title at all banks together;
    /// - I2 every boleto is settled, or visibly pending with a next attempt;
    /// - I3 `registered` means that the bank has exactly that title;
    /// - I4 `refused` means that the bank does not have it;
    /// - I5 every settled boleto has a notification of its status, written with it.
    ///
    /// Numbers of another who shares the bank are `foreign`.
    pub async fn check_invariants(&self, foreign: &[u64]) {
        let mut titles = BTreeMap::new();
        for title in self.bank.titles() {
            let key = (title.key.bank, title.key.number);
            assert!(
                titles.insert(key, title).is_none(),
                "I1: two titles with the number {key:?}"
            );
        }

        let mut connection = self.connect().await;
        let rows = sqlx::query(
            "select id, status, title_id, amount, due_on::text, payer_document_number, issuer,
                next_attempt_at is not null or claimed_until is not null as owed,
                (select count(*) from notifications
                    where boleto_id = boletos.id and notifications.status = boletos.status) as told,
                (select count(*) from notifications where boleto_id = boletos.id) as notifications
            from boletos",
        )
        .fetch_all(&mut connection)
        .await
        .expect("the query is right");
        for row in rows {
            let id: String = row.get("id");
            let status: &str = row.get("status");
            let issuer: &str = row.get("issuer");
            let settled = matches!(status, "registered" | "refused");
            let number =
                u64::try_from(row.get::<i64, _>("title_id")).expect("numbers are positive");
            let bank = if issuer == "boleto-api-caixa" {
                "104"
            } else {
                "237"
            };
            let title = titles.get(&(bank, number));
            let ours = title.is_some_and(|title| {
                title.amount.get() == row.get::<i64, _>("amount").unsigned_abs()
                    && title.due_on.to_string() == row.get::<String, _>("due_on")
                    && title.payer_document.reveal() == row.get::<&str, _>("payer_document_number")
            });
            if status == "pending_registration" {
                let held = issuer == "development" && row.get::<i64, _>("amount") == 5_000_003;
                assert!(
                    row.get::<bool, _>("owed") || held,
                    "I2: {id} waits for nothing"
                );
            }
            if status == "registered" && issuer != "development" {
                assert!(ours, "I3: {id} is registered and the bank does not have it");
            }
            if status == "refused" && !foreign.contains(&number) {
                assert!(title.is_none(), "I4: {id} is refused and the bank has it");
            }
            let expected = i64::from(settled);
            assert_eq!(row.get::<i64, _>("told"), expected, "I5: {id} is {status}");
            assert_eq!(
                row.get::<i64, _>("notifications"),
                expected,
                "I5: {id} is {status}"
            );
        }
    }
}
