//! API Gateway in small: Terraform's routes, keys, and each function's handler behind its route.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{self, Body},
    extract::{Request, State},
    response::Response,
};
use create_boleto::Create;
use describe_service::Describe;
use lambda_http::{
    RequestExt as _,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use serde_json::{Value, json};
use service::http::respond;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{World, events, routes::routes};

/// The key that every world knows its client by.
pub const API_KEY: &str = "an-api-key-of-the-tests";

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Value,
}

impl World {
    /// Asks as a client with its key does.
    pub async fn ask(&self, method: &str, target: &str, body: Option<&Value>) -> Answer {
        let headers = [
            (String::from("x-api-key"), API_KEY.to_owned()),
            (
                String::from("content-type"),
                String::from("application/json"),
            ),
        ];
        let body = body.map(Value::to_string).unwrap_or_default();
        self.ask_with(method, target, &headers, body.as_bytes())
            .await
    }

    /// Asks with these headers alone and any bytes for a body.
    pub async fn ask_with(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Answer {
        self.ask_in(&self.create, method, target, headers, body)
            .await
    }

    /// The same in another environment of the functions.
    ///
    /// # Panics
    /// A route leads to a function that has no handler here.
    pub(crate) async fn ask_in(
        &self,
        create: &Create,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Answer {
        let path = target.split('?').next().unwrap_or_default();
        let Some((resource, _)) = routes().resource(path) else {
            return Answer::of_gateway(404, "not_found", "Not found");
        };
        let (function, needs_key) = routes().function(method, resource);
        let key = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("x-api-key"));
        if needs_key && key.is_none_or(|(_, key)| key != API_KEY) {
            return Answer::of_gateway(401, "authorization", "Unauthorized");
        }

        let now = self.now();
        let event = events::proxied(method, target, headers, body).to_string();
        let request = lambda_http::request::from_str(&event)
            .expect("the event is a proxy event")
            .with_lambda_context(events::context(now, Duration::from_secs(29)));
        let store = &create.registrar.store;
        let answered = match function {
            "create-boleto" => {
                respond(request, |request| {
                    create_boleto::handle(create, request, now)
                })
                .await
            }
            "list-boletos" => {
                respond(request, |request| list_boletos::handle(store, request, now)).await
            }
            "get-boleto" => {
                respond(request, |request| get_boleto::handle(store, request, now)).await
            }
            "update-boleto" => {
                respond(request, |request| {
                    update_boleto::handle(store, request, now)
                })
                .await
            }
            "register-boleto" => {
                let registrar = &create.registrar;
                respond(request, |request| {
                    register_boleto::handle(registrar, request, now)
                })
                .await
            }
            "resend-notification" => {
                let teller = &create.registrar.teller;
                respond(request, |request| {
                    resend_notification::handle(teller, request, now)
                })
                .await
            }
            "manage-configurations" => {
                respond(request, |request| {
                    manage_configurations::handle(store, request, now)
                })
                .await
            }
            "describe-service" => {
                let describe =
                    Describe::new(self.environment()).expect("the settings are complete");
                respond(request, |request| {
                    describe_service::handle(&describe, request, now)
                })
                .await
            }
            other => panic!("{other} has routes and no handler here"),
        };
        let Ok(answered) = answered;
        let (head, body) = answered.into_parts();
        Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            body: serde_json::from_slice(&body).expect("every answer is JSON"),
        }
    }
}

impl Answer {
    fn of_gateway(status: u16, r#type: &str, message: &str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        headers.insert("x-request-id", HeaderValue::from_static("of-api-gateway"));
        Self {
            status,
            headers,
            body: json!({ "errors": [{ "type": r#type, "message": message, "field": null }] }),
        }
    }
}

/// A world behind a port on loopback, for clients that speak HTTP.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Server {
    /// Serves a world until it is dropped.
    ///
    /// # Panics
    /// There is no free port.
    pub async fn start(world: Arc<World>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let app = Router::new().fallback(serve).with_state(world);
        let serving = tokio::spawn(async move {
            axum::serve(listener, app)
                .await
                .expect("it serves for ever");
        });
        Self { address, serving }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// API Gateway takes no more than 10 MB.
const LARGEST_BODY: usize = 10 * 1024 * 1024;

async fn serve(State(world): State<Arc<World>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<_> = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), text(value)))
        .collect();
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let answer = match body::to_bytes(body, LARGEST_BODY).await {
        Ok(body) => {
            world
                .ask_with(head.method.as_str(), target, &headers, &body)
                .await
        }
        Err(_) => Answer::of_gateway(413, "payload_too_large", "Payload too large"),
    };
    let mut response = Response::new(Body::from(answer.body.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).expect("a handler's status is one");
    *response.headers_mut() = answer.headers;
    response
}
