//! SSM and SQS that answer at once.

use axum::{Router, extract::State, http::HeaderMap, routing::post};
use serde_json::json;
use tokio::net::TcpListener;

/// Serves both on loopback, with `app_password` as the only secret, and tells where.
pub(crate) async fn serve(app_password: &str) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new()
        .route("/", post(answer))
        .with_state(app_password.to_owned());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

async fn answer(State(password): State<String>, headers: HeaderMap) -> String {
    let target = headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok());
    let answer = if target.is_some_and(|target| target.ends_with(".GetParameters")) {
        let name = "/superbowleto/bench/database/app-password";
        json!({
            "Parameters": [{ "Name": name, "Type": "SecureString", "Value": password }],
            "InvalidParameters": [],
        })
    } else {
        json!({ "MessageId": "1" })
    };
    answer.to_string()
}
