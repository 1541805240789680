//! The client against servers that misbehave.

use std::{io::Write as _, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::*;

/// A server that takes one connection after the other, and what it does with each.
struct Server {
    address: SocketAddr,
    /// How many connections came.
    connections: JoinHandle<usize>,
}

impl Server {
    /// Serves `turns` connections; another one would be counted too.
    async fn start<F, Turn>(turn: F) -> Self
    where
        F: Fn(TcpStream) -> Turn + Send + 'static,
        Turn: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            turn(stream).await;
            let mut connections = 1;
            // Whoever sends again does so at once.
            let again = Duration::from_millis(150);
            while let Ok(Ok((stream, _))) = tokio::time::timeout(again, listener.accept()).await {
                connections += 1;
                turn(stream).await;
            }
            connections
        });
        Self {
            address,
            connections,
        }
    }

    /// Serves a reply.
    async fn replying(reply: Vec<u8>) -> Self {
        Self::start(move |mut stream| {
            let reply = reply.clone();
            async move {
                request(&mut stream).await;
                // The client may have hung up: it does when a body is too large.
                let _ = stream.write_all(&reply).await;
            }
        })
        .await
    }

    fn endpoint(&self) -> Endpoint {
        format!("http://{}/register", self.address).parse().unwrap()
    }

    async fn asked(self) -> (Result<Reply, Cause>, usize) {
        let reply = ask(&Client::new(), &self.endpoint()).await;
        (reply, self.connections.await.unwrap())
    }
}

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

/// Reads a whole request.
async fn request(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    loop {
        let mut buffer = [0; 1024];
        let count = stream.read(&mut buffer).await.unwrap();
        read.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&read);
        if count == 0
            || text.ends_with('}')
            || text.starts_with("GET") && text.ends_with("\r\n\r\n")
        {
            return text.into_owned();
        }
    }
}

fn response(head: &str, body: &[u8]) -> Vec<u8> {
    let mut response = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
    response.push_str("");
    [response.into_bytes(), body.to_vec()].concat()
}

const BODY: &[u8] = br#"{"status":{"codigo":0}}"#;

#[tokio::test]
async fn a_reply_is_read_whole() {
    let server = Server::replying(response("200 OK\r\ncontent-type: text/html", BODY)).await;
    let (reply, connections) = server.asked().await;
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
            let request = request(&mut stream).await;
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
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let endpoint = format!("http://{address}/").parse().unwrap();
    assert_eq!(
        ask(&Client::new(), &endpoint).await.unwrap_err(),
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
    let server = Server::start(|mut stream| async move {
        let mut hello = [0; 64];
        stream.read_exact(&mut hello).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
    })
    .await;
    let endpoint = format!("https://{}/", server.address).parse().unwrap();
    assert_eq!(
        ask(&Client::new(), &endpoint).await.unwrap_err(),
        Cause::NotSent
    );
    assert_eq!(server.connections.await.unwrap(), 1);
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
    let server = Server::start(|mut stream| async move {
        request(&mut stream).await;
        stream.set_zero_linger().unwrap();
    })
    .await;
    let (reply, connections) = server.asked().await;
    assert_eq!(reply.unwrap_err(), Cause::Broken);
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_request_is_read_is_not_tried_again() {
    let server = Server::start(|stream| async move {
        stream.set_zero_linger().unwrap();
    })
    .await;
    let (reply, connections) = server.asked().await;
    assert_eq!(reply.unwrap_err(), Cause::Broken);
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn every_request_has_a_connection_of_its_own() {
    let server = Server::replying(response("200 OK", BODY)).await;
    let client = Client::new();
    for _ in 0..3 {
        ask(&client, &server.endpoint()).await.unwrap();
    }
    assert_eq!(server.connections.await.unwrap(), 3);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [
        "301 Moved",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let server = Server::replying(response(&format!("{status}\r\nlocation: /"), b"")).await;
        let (reply, connections) = server.asked().await;
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
        let (reply, connections) = Server::replying(reply).await.asked().await;
        assert!(reply.unwrap().verdict().is_some(), "{status}");
        assert_eq!(connections, 1, "{status}");
    }
}

#[tokio::test]
async fn a_body_may_be_cut_short() {
    let reply = [&b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"[..], BODY].concat();
    let (reply, connections) = Server::replying(reply).await.asked().await;
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
            request(&mut stream).await;
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
        let (reply, _) = server.asked().await;
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
    let (reply, _) = Server::replying(response("200 OK", &body))
        .await
        .asked()
        .await;
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
        let (reply, _) = Server::replying(reply).await.asked().await;
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
    let (reply, _) = Server::replying(reply).await.asked().await;
    assert_eq!(
        reply.unwrap().json::<serde_json::Value>(),
        Err(Cause::TooLarge)
    );
}

#[tokio::test]
async fn a_body_in_an_unknown_or_broken_encoding_says_nothing() {
    for encoding in ["gzip", "br", "zstd"] {
        let mut body = Vec::new();
        write!(body, "rubbish").unwrap();
        let reply = response(&format!("200 OK\r\ncontent-encoding: {encoding}"), &body);
        let (reply, _) = Server::replying(reply).await.asked().await;
        assert!(
            reply.unwrap().json::<serde_json::Value>().is_err(),
            "{encoding}"
        );
    }
}

#[tokio::test]
async fn dropping_a_call_closes_its_connection() {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let sender = std::sync::Mutex::new(Some(sender));
    let server = Server::start(move |mut stream| {
        let sender = sender.lock().unwrap().take();
        async move {
            request(&mut stream).await;
            // Headers at once, and then nothing.
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n")
                .await
                .unwrap();
            let rest = stream.read(&mut [0; 1]).await;
            sender
                .unwrap()
                .send(rest.is_err() || rest.is_ok_and(|count| count == 0))
                .unwrap();
        }
    })
    .await;
    let client = Client::new();
    let endpoint = server.endpoint();
    let asked = tokio::time::timeout(Duration::from_millis(100), ask(&client, &endpoint)).await;
    assert!(asked.is_err());
    assert!(receiver.await.unwrap());
    assert_eq!(server.connections.await.unwrap(), 1);
}

#[tokio::test]
async fn credentials_are_in_no_debug_text() {
    let settings = format!("{:?} {:?}", credentials().password, Client::new());
    assert!(!settings.contains("hunter2"), "{settings}");
}
