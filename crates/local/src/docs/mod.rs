//! A page to read the API's document on and to try the API out: Swagger UI over the running stack.
//!
//! The page and the API must have one origin for a browser to let the one call the other, so what is no part of the page
//! is handed on to API Gateway.

mod viewer;

use std::io;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::http;

/// As much as API Gateway takes.
const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// The page's server. It ends when this is dropped.
#[derive(Debug)]
pub struct Docs {
    url: String,
    api: Arc<OnceLock<Api>>,
    serving: JoinHandle<()>,
}

/// The API that the page is about.
#[derive(Debug)]
struct Api {
    url: String,
    key: String,
    client: reqwest::Client,
}

type Served = State<Arc<OnceLock<Api>>>;

impl Docs {
    /// Listens on a free port. There is no API yet.
    ///
    /// # Errors
    ///
    /// When no port is free.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/docs", listener.local_addr()?);
        let api = Arc::<OnceLock<Api>>::default();
        let app = Router::new()
            .route("/docs", get(page))
            .route("/docs/{file}", get(file))
            .fallback(hand_on)
            .with_state(Arc::clone(&api));
        let serving = tokio::spawn(async move {
            // It only ends with its task.
            let _ = axum::serve(listener, app).await;
        });

        Ok(Self { url, api, serving })
    }

    /// The page's address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Says which API the page is about, and the key that it calls it with.
    ///
    /// # Errors
    ///
    /// When no HTTP client can be made.
    pub fn lead_to(&self, url: &str, key: &str) -> Result<(), reqwest::Error> {
        let api = Api {
            url: url.to_owned(),
            key: key.to_owned(),
            client: http::client()?,
        };
        // It is said once.
        let _ = self.api.set(api);

        Ok(())
    }
}

impl Drop for Docs {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Why there is no answer.
enum Trouble {
    NotUpYet,
    NoAnswer,
    NoViewer(String),
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::NotUpYet => (
                StatusCode::SERVICE_UNAVAILABLE,
                "the stack is not up yet".into(),
            ),
            Self::NoAnswer => (StatusCode::BAD_GATEWAY, "the API does not answer".into()),
            Self::NoViewer(why) => (StatusCode::BAD_GATEWAY, why),
        };
        (status, text).into_response()
    }
}

fn known(api: &OnceLock<Api>) -> Result<&Api, Trouble> {
    api.get().ok_or(Trouble::NotUpYet)
}

async fn page(State(api): Served) -> Result<Html<String>, Trouble> {
    let key = json!(known(&api)?.key).to_string();

    Ok(Html(include_str!("page.html").replace("{{key}}", &key)))
}

async fn file(Path(name): Path<String>) -> Result<Response, Trouble> {
    let Some(kind) = viewer::kind(&name) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let read = spawn_blocking(move || viewer::read(&name)).await;
    let bytes = match read {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(Trouble::NoViewer(error.to_string())),
        Err(_) => {
            return Err(Trouble::NoViewer(
                "reading the viewer was broken off".into(),
            ));
        }
    };

    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

async fn hand_on(State(api): Served, request: Request) -> Result<Response, Trouble> {
    let api = known(&api)?;
    let (head, body) = request.into_parts();
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut headers = head.headers;
    // They are this connection's.
    headers.remove(header::HOST);
    headers.remove(header::CONTENT_LENGTH);
    let body = body::to_bytes(body, LARGEST_BODY)
        .await
        .map_err(|_| Trouble::NoAnswer)?;
    let asked = api
        .client
        .request(head.method, format!("{}{target}", api.url));
    let answer = asked
        .headers(headers)
        .body(body)
        .send()
        .await
        .map_err(|_| Trouble::NoAnswer)?;

    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    for name in [
        header::TRANSFER_ENCODING,
        header::CONTENT_LENGTH,
        header::CONNECTION,
    ] {
        response.headers_mut().remove(name);
    }
    *response.body_mut() = Body::from(answer.bytes().await.map_err(|_| Trouble::NoAnswer)?);

    Ok(response)
}
