//! A client that hides nothing: what arrived, and how it ended.

use std::{io, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The server closed the connection in good order.
    Closed,
    /// The server reset the connection.
    Reset,
    /// Nothing more came until the client gave up.
    Silence,
}

/// What arrived.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) bytes: Vec<u8>,
    pub(super) end: End,
}

/// Sends one request and reads until the connection ends or nothing comes for `patience`.
pub(super) async fn exchange(
    url: &str,
    method: &str,
    authorization: Option<&str>,
    body: &str,
    patience: Duration,
) -> Exchange {
    let rest = url.strip_prefix("http://").expect("plain HTTP");
    let (host, path) = rest.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(host)
        .await
        .expect("the simulator listens");
    let authorization = authorization
        .map(|value| format!("Authorization: {value}\r\n"))
        .unwrap_or_default();
    let request = format!(
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{authorization}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len(),
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the simulator reads");

    let mut bytes = Vec::new();
    let end = loop {
        match timeout(patience, stream.read_buf(&mut bytes)).await {
            Err(_) => break End::Silence,
            Ok(Ok(0)) => break End::Closed,
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
                break End::Reset;
            }
        }
    };
    Exchange { bytes, end }
}

impl Exchange {
    pub(super) fn status(&self) -> u16 {
        let text = String::from_utf8_lossy(&self.bytes);
        let line = text.lines().next().expect("a status line");
        line.split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .expect("a status")
    }

    /// A header's value.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.parts()?;
        let head = String::from_utf8_lossy(head).into_owned();
        let mut pairs = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "));
        pairs
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned())
    }

    pub(super) fn body(&self) -> &[u8] {
        self.parts()
            .map(|(_, body)| body)
            .expect("the headers have arrived whole")
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(self.body()).expect("a body of JSON")
    }

    /// Whether all that `Content-Length` promised has arrived.
    pub(super) fn is_whole(&self) -> bool {
        let length = self
            .header("Content-Length")
            .and_then(|length| length.parse().ok());
        length == Some(self.body().len())
    }

    fn parts(&self) -> Option<(&[u8], &[u8])> {
        let end = self
            .bytes
            .windows(4)
            .position(|bytes| bytes == b"\r\n\r\n")?;
        Some((&self.bytes[..end], &self.bytes[end + 4..]))
    }
}
