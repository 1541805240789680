//! As many boletos as it takes to tell a walk along an index from a walk through a table.

use sqlx::AssertSqlSafe;

use crate::{World, request};

impl World {
    /// Copies a boleto so many times, older than any that is made now; numbered from 1, the last is the newest. Every
    /// hundredth is refused, and every third belongs to the configuration `merchant-1`.
    pub async fn fill(&self, boletos: u32) {
        let mut body = request(self);
        body["register"] = serde_json::json!(false);
        let (_, model) = self.post(&body).await;
        let model = model["id"].as_str().expect("it has an id").to_owned();
        self.sql(&format!(
            "insert into boletos select copy.*
            from boletos as model, generate_series(1, {boletos}) as number, lateral jsonb_populate_record(
                model,
                jsonb_build_object(
                    'id', 'bol_0' || lpad(number::text, 25, '0'),
                    'our_number', 'copy-' || number,
                    'title_id', number,
                    'token', 'token-' || number,
                    'reference_id', 'reference-' || number,
                    'external_id', case when number % 3 = 0 then 'merchant-1' else 'merchant-' || number end,
                    'status', case when number % 100 = 0 then 'refused' else 'registered' end
                )
            ) as copy
            where model.id = '{model}'"
        ))
        .await;
        self.sql("vacuum analyze boletos").await;
    }

    /// How Postgres would run a statement, after some others in the same session.
    pub async fn plan(&self, before: &[String], explain: &str) -> String {
        let mut connection = self.connect().await;
        for statement in before {
            sqlx::raw_sql(AssertSqlSafe(statement.as_str()))
                .execute(&mut connection)
                .await
                .expect("the statement is right");
        }
        let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(explain))
            .fetch_all(&mut connection)
            .await
            .expect("the statement can be explained");
        lines.join("\n")
    }
}
