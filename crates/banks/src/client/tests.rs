//! The client against servers that misbehave.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::server::{Closed, Ending, Server, read_request, response};

fn credentials() -> Credentials {
    Credentials {
        user: "shop".into(),
        password: Secret::new("hunter2"),
    }
}

async fn ask(client: &Client, endpoint: &Endpoint) -> Result<Reply, Cause> {
    client
        .post(
            endpoint,
            &credentials(),
            &serde_json::json!({"nosso_numero": 1}),
        )
        .await
}

/// Asks a server that says `reply`: what came of it, and how many connections it took.
async fn ask_one_saying(reply: Vec<u8>, ending: Ending) -> (Result<Reply, Cause>, usize) {
    ask_one(Server::saying(reply, ending).await).await
}

async fn ask_one(server: Server) -> (Result<Reply, Cause>, usize) {
    let reply = ask(&Client::new(), &server.endpoint()).await;
    (reply, server.connections().await)
}

const BODY: &[u8] = br#"{"status":{"codigo":0}}"#;

#[tokio::test]
async fn a_reply_is_read_whole() {
    let (reply, connections) = ask_one_saying(
        response("200 OK\r\ncontent-type: text/html", BODY),
        Ending::Close,
    )
    .await;
    let reply = reply.unwrap();
    assert!(reply.is_success());
    assert_eq!(
        reply.json(),
        Ok(serde_json::json!({"status": {"codigo": 0}}))
    );
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn a_request_is_signed_and_says_what_it_wants() {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let sender = std::sync::Mutex::new(Some(sender));
    let server = Server::start(move |mut stream| {
        let sender = sender.lock().unwrap().take();
        async move {
            let request = read_request(&mut stream).await;
            sender.unwrap().send(request).unwrap();
            stream.write_all(&response("200 OK", BODY)).await.unwrap();
        }
    })
    .await;
    let query = [("nosso_numero", 7), ("numero_documento", 7)];
    Client::new()
        .get(&server.endpoint(), &credentials(), &query)
        .await
        .unwrap();
    let request = receiver.await.unwrap().to_lowercase();
    assert!(request.starts_with("get /register?nosso_numero=7&numero_documento=7 http/1.1"));
    assert!(
        request.contains("authorization: basic c2hvcdpodw50zxiy\r\n"),
        "{request}"
    );
    assert!(
        request.contains("accept-encoding: identity\r\n"),
        "{request}"
    );
    assert!(
        request.contains("accept: application/json\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn a_refused_connection_proves_that_nothing_was_sent() {
    let closed = Closed::new();
    assert_eq!(
        ask(&Client::new(), &closed.endpoint()).await.unwrap_err(),
        Cause::NotSent
    );
}

#[tokio::test]
async fn a_name_that_nobody_has_proves_that_nothing_was_sent() {
    let endpoint = "https://bank.invalid/".parse().unwrap();
    assert_eq!(
        ask(&Client::new(), &endpoint).await.unwrap_err(),
        Cause::NotSent
    );
}

#[tokio::test]
async fn a_failed_tls_handshake_proves_that_nothing_was_sent() {
    let server = Server::speaking_no_tls().await;
    let endpoint = format!("https://{}/", server.address).parse().unwrap();
    assert_eq!(
        ask(&Client::new(), &endpoint).await.unwrap_err(),
        Cause::NotSent
    );
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn a_tls_handshake_that_never_ends_proves_that_nothing_was_sent() {
    let server = Server::start(|mut stream| async move {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.unwrap();
    })
    .await;
    let client = Client::connecting_within(Duration::from_millis(100));
    let endpoint = format!("https://{}/", server.address).parse().unwrap();
    assert_eq!(ask(&client, &endpoint).await.unwrap_err(), Cause::NotSent);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_is_not_tried_again() {
    let (reply, connections) = ask_one_saying(Vec::new(), Ending::Reset).await;
    assert_eq!(reply.unwrap_err(), Cause::Broken);
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_request_is_read_is_not_tried_again() {
    let server = Server::start(|stream| async move {
        stream.set_zero_linger().unwrap();
    })
    .await;
    let (reply, connections) = ask_one(server).await;
    assert_eq!(reply.unwrap_err(), Cause::Broken);
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn every_request_has_a_connection_of_its_own() {
    let server = Server::saying(response("200 OK", BODY), Ending::Close).await;
    let client = Client::new();
    for _ in 0..3 {
        ask(&client, &server.endpoint()).await.unwrap();
    }
    assert_eq!(server.connections().await, 3);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [
        "301 Moved",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let (reply, connections) = ask_one_saying(
            response(&format!("{status}\r\nlocation: /"), b""),
            Ending::Close,
        )
        .await;
        assert!(!reply.unwrap().is_success(), "{status}");
        assert_eq!(connections, 1, "{status}");
    }
}

#[tokio::test]
async fn an_error_of_the_server_is_not_tried_again() {
    for status in [
        "408 Request Timeout",
        "429 Too Many Requests",
        "503 Service Unavailable",
    ] {
        let reply = response(&format!("{status}\r\nretry-after: 0"), b"");
        let (reply, connections) = ask_one_saying(reply, Ending::Close).await;
        assert!(reply.unwrap().verdict().is_some(), "{status}");
        assert_eq!(connections, 1, "{status}");
    }
}

#[tokio::test]
async fn a_body_may_be_cut_short() {
    let reply = [&b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"[..], BODY].concat();
    let (reply, connections) = ask_one_saying(reply, Ending::Close).await;
    assert_eq!(
        reply.unwrap().json::<serde_json::Value>(),
        Err(Cause::Broken)
    );
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn a_body_too_large_is_not_read_to_its_end() {
    for announced in [true, false] {
        let server = Server::start(move |mut stream| async move {
            read_request(&mut stream).await;
            let length = if announced {
                "content-length: 10737418240\r\n"
            } else {
                ""
            };
            let head = format!("HTTP/1.1 200 OK\r\n{length}\r\n");
            stream.write_all(head.as_bytes()).await.unwrap();
            // For ever: it ends when the client hangs up.
            while stream.write_all(&[b' '; 1 << 16]).await.is_ok() {}
        })
        .await;
        let (reply, _) = ask_one(server).await;
        assert_eq!(
            reply.unwrap().json::<serde_json::Value>(),
            Err(Cause::TooLarge)
        );
    }
}

#[tokio::test]
async fn a_body_of_one_mebibyte_is_read() {
    let mut body = vec![b' '; BODY_LIMIT];
    body[..BODY.len()].copy_from_slice(BODY);
    let (reply, _) = ask_one_saying(response("200 OK", &body), Ending::Close).await;
    assert!(reply.unwrap().json::<serde_json::Value>().is_ok());
}

#[tokio::test]
async fn a_compressed_body_is_unpacked() {
    for (encoding, body) in [
        ("gzip", &include_bytes!("../../fixtures/answer.json.gz")[..]),
        (
            "deflate",
            &include_bytes!("../../fixtures/answer.json.deflate")[..],
        ),
        ("br", &include_bytes!("../../fixtures/answer.json.br")[..]),
    ] {
        let reply = response(&format!("200 OK\r\ncontent-encoding: {encoding}"), body);
        let (reply, _) = ask_one_saying(reply, Ending::Close).await;
        let json = reply.unwrap().json::<serde_json::Value>();
        assert_eq!(
            json,
            Ok(serde_json::json!({"status": {"codigo": 0}})),
            "{encoding}"
        );
    }
}

#[tokio::test]
async fn the_limit_is_for_what_comes_out_of_a_compressed_body() {
    // Two mebibytes of spaces in some two kilobytes.
    let body = include_bytes!("../../fixtures/spaces.gz");
    let reply = response("200 OK\r\ncontent-encoding: gzip", body);
    let (reply, _) = ask_one_saying(reply, Ending::Close).await;
    assert_eq!(
        reply.unwrap().json::<serde_json::Value>(),
        Err(Cause::TooLarge)
    );
}

#[tokio::test]
async fn a_body_in_an_unknown_or_broken_encoding_says_nothing() {
    for encoding in ["gzip", "br", "zstd"] {
        let reply = response(
            &format!("200 OK\r\ncontent-encoding: {encoding}"),
            b"rubbish",
        );
        let (reply, _) = ask_one_saying(reply, Ending::Close).await;
        assert!(
            reply.unwrap().json::<serde_json::Value>().is_err(),
            "{encoding}"
        );
    }
}

#[tokio::test]
async fn dropping_a_call_closes_its_connection() {
    for said in ["", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"] {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let sender = std::sync::Mutex::new(Some(sender));
        let server = Server::start(move |mut stream| {
            let sender = sender.lock().unwrap().take();
            async move {
                read_request(&mut stream).await;
                stream.write_all(said.as_bytes()).await.unwrap();
                let more = stream.read(&mut [0; 1]).await;
                sender.unwrap().send(more.unwrap_or(0)).unwrap();
            }
        })
        .await;
        let (client, endpoint) = (Client::new(), server.endpoint());
        let asked = tokio::time::timeout(Duration::from_millis(100), ask(&client, &endpoint)).await;
        assert!(asked.is_err());
        assert_eq!(receiver.await.unwrap(), 0);
        assert_eq!(server.connections().await, 1);
    }
}

#[tokio::test]
async fn credentials_are_in_no_debug_text() {
    let settings = format!("{:?} {:?}", credentials().password, Client::new());
    assert!(!settings.contains("hunter2"), "{settings}");
}
