//! As much of HTTP/1.1 as a bank's server needs, with the connection in hand.

use std::io;

use tokio::{io::AsyncReadExt, net::TcpStream};

/// The longest request that is read, in bytes.
const MAX_REQUEST: usize = 1024 * 1024;

/// A request that has arrived whole.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    query: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// A reply before it is rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) retry_after_s: Option<u32>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// Reads the next request of a connection, and leaves in `buffer` what came after it. `None` where the client has
    /// closed.
    ///
    /// # Errors
    /// The connection broke, or what came is no request of a length that is known and bearable.
    pub(super) async fn read(
        stream: &mut TcpStream,
        buffer: &mut Vec<u8>,
    ) -> io::Result<Option<Self>> {
        loop {
            if let Some((request, length)) = Self::parse(buffer)? {
                buffer.drain(..length);
                return Ok(Some(request));
            }
            if buffer.len() > MAX_REQUEST {
                return Err(unreadable("the request is too long"));
            }
            if stream.read_buf(buffer).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// The request at the head of `bytes` and its length, once it is there whole.
    fn parse(bytes: &[u8]) -> io::Result<Option<(Self, usize)>> {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut head = httparse::Request::new(&mut headers);
        let parsed = head
            .parse(bytes)
            .map_err(|_| unreadable("the head is malformed"))?;
        let httparse::Status::Complete(head_length) = parsed else {
            return Ok(None);
        };

        let headers: Vec<_> = head
            .headers
            .iter()
            .map(|header| {
                let value = String::from_utf8_lossy(header.value).into_owned();
                (header.name.to_ascii_lowercase(), value)
            })
            .collect();
        let value = |name| header(&headers, name);
        if value("transfer-encoding").is_some() {
            return Err(unreadable("only bodies of a stated length are read"));
        }
        let body_length = match value("content-length") {
            Some(length) => length
                .parse()
                .map_err(|_| unreadable("the length is no number"))?,
            None => 0_usize,
        };
        if body_length > MAX_REQUEST {
            return Err(unreadable("the request is too long"));
        }
        let length = head_length + body_length;
        if bytes.len() < length {
            return Ok(None);
        }

        let target = head.path.unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let request = Self {
            method: head.method.unwrap_or_default().to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: bytes[head_length..length].to_vec(),
        };
        Ok(Some((request, length)))
    }

    /// A header's value, by its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The value of a parameter of the query. Numbers need no decoding, and nothing else is asked for.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
            .map(|(_, value)| value)
    }

    /// Whether the client wants the connection closed after the reply.
    pub(super) fn is_last(&self) -> bool {
        self.header("connection")
            .is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

fn unreadable(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

impl Reply {
    /// `value` as JSON.
    pub(super) fn json(status: u16, value: &serde_json::Value) -> Self {
        let body = value.to_string().into_bytes();
        Self {
            status,
            content_type: "application/json",
            retry_after_s: None,
            body,
        }
    }

    /// A gateway's page.
    pub(super) fn html(status: u16) -> Self {
        let body = format!("<!DOCTYPE html>\n<html><body><h1>{status}</h1></body></html>\n");
        Self {
            status,
            content_type: "text/html; charset=utf-8",
            retry_after_s: None,
            body: body.into_bytes(),
        }
    }

    /// No words at all.
    pub(super) fn empty(status: u16) -> Self {
        Self {
            body: Vec::new(),
            ..Self::html(status)
        }
    }

    /// The status line and the headers, with `Content-Length` as given.
    pub(super) fn head(&self, content_length: usize) -> Vec<u8> {
        let retry_after = self
            .retry_after_s
            .map(|s| format!("Retry-After: {s}\r\n"))
            .unwrap_or_default();
        format!(
            "HTTP/1.1 {} \r\nContent-Type: {}\r\nContent-Length: {content_length}\r\n{retry_after}\r\n",
            self.status, self.content_type,
        )
        .into_bytes()
    }
}
