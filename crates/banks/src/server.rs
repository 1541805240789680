//! Servers on this machine to test with.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

use crate::Endpoint;

/// A server that takes one connection after the other, until it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    connections: JoinHandle<usize>,
}

/// What follows what a server says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ending {
    /// The connection is closed as it should be.
    Close,
    /// The connection breaks.
    Reset,
    /// Nothing, for ever.
    Silence,
    /// A space every few milliseconds, for ever.
    Drip,
}

impl Server {
    /// Does `turn` with each connection.
    pub(crate) async fn start<F, Turn>(turn: F) -> Self
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

    /// Reads a request and says `reply`.
    pub(crate) async fn saying(reply: Vec<u8>, ending: Ending) -> Self {
        Self::start(move |mut stream| {
            let reply = reply.clone();
            async move {
                read_request(&mut stream).await;
                // The client may have hung up: it does when a body is too large.
                let _ = stream.write_all(&reply).await;
                match ending {
                    Ending::Close => {}
                    Ending::Reset => stream.set_zero_linger().unwrap(),
                    Ending::Silence => std::future::pending().await,
                    Ending::Drip => {
                        while stream.write_all(b" ").await.is_ok() {
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                    }
                }
            }
        })
        .await
    }

    /// Answers the first of TLS's words in plain text.
    pub(crate) async fn speaking_no_tls() -> Self {
        Self::start(|mut stream| async move {
            let mut hello = [0; 64];
            stream.read_exact(&mut hello).await.unwrap();
            stream
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .await
                .unwrap();
        })
        .await
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        format!("http://{}/register", self.address).parse().unwrap()
    }

    /// How many connections came, once no more do.
    pub(crate) async fn connections(mut self) -> usize {
        (&mut self.connections).await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.connections.abort();
    }
}

/// A port that is taken, so that nobody else listens there either, and refuses connections.
pub(crate) struct Closed(TcpSocket);

impl Closed {
    pub(crate) fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self(socket)
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        format!("http://{}/register", self.0.local_addr().unwrap())
            .parse()
            .unwrap()
    }
}

/// Reads a whole request.
pub(crate) async fn read_request(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await.unwrap();
        read.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&read);
        let whole = text.ends_with('}') || text.starts_with("GET") && text.ends_with("\r\n\r\n");
        if count == 0 || whole {
            return text.into_owned();
        }
    }
}

/// A whole response: status line and headers without their end, and a body.
pub(crate) fn response(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}
