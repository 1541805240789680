//! How a reply's bytes reach the client, or don't.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

use super::{Delivery, Point, http::Reply};

/// What a length promises beyond the body where the drip never ends, in bytes.
const ENDLESS: usize = 1 << 40;

/// How long sent bytes get to arrive before a reset, which throws away what is still on its way.
const SETTLE: Duration = Duration::from_millis(20);

/// Whether the connection can take another request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Connection {
    Open,
    Spent,
}

/// Sends `reply` as `delivery` says.
///
/// # Errors
/// The client has gone.
pub(super) async fn deliver(
    stream: &mut TcpStream,
    reply: &Reply,
    delivery: Delivery,
) -> io::Result<Connection> {
    match delivery {
        Delivery::Whole => send(stream, reply).await,
        Delivery::LateMs(ms) => {
            sleep(Duration::from_millis(ms)).await;
            send(stream, reply).await
        }
        Delivery::Hold => {
            until_closed(stream).await;
            Ok(Connection::Spent)
        }
        Delivery::CloseAfterMs(ms) => {
            sleep(Duration::from_millis(ms)).await;
            Ok(Connection::Spent)
        }
        Delivery::Reset(point) => {
            send_until(stream, reply, point).await?;
            sleep(SETTLE).await;
            stream.set_zero_linger()?;
            Ok(Connection::Spent)
        }
        Delivery::Cut(point) => {
            send_until(stream, reply, point).await?;
            stream.shutdown().await?;
            Ok(Connection::Spent)
        }
        Delivery::DripMs(ms) => {
            stream.write_all(&reply.head(reply.body.len())).await?;
            drip(stream, reply.body.iter().copied(), ms).await?;
            Ok(Connection::Open)
        }
        Delivery::EndlessDripMs(ms) => {
            stream
                .write_all(&reply.head(reply.body.len() + ENDLESS))
                .await?;
            let endless = reply.body.iter().copied().chain(std::iter::repeat(b' '));
            drip(stream, endless, ms).await?;
            Ok(Connection::Spent)
        }
    }
}

async fn send(stream: &mut TcpStream, reply: &Reply) -> io::Result<Connection> {
    send_until(stream, reply, Point::AfterBody).await?;
    Ok(Connection::Open)
}

async fn send_until(stream: &mut TcpStream, reply: &Reply, point: Point) -> io::Result<()> {
    let head = reply.head(reply.body.len());
    let end = match point {
        Point::BeforeHeaders => 0,
        Point::MidHeaders => head.len() / 2,
        Point::MidBody => head.len() + reply.body.len() / 2,
        Point::AfterBody => head.len() + reply.body.len(),
    };
    let mut bytes = head;
    bytes.extend_from_slice(&reply.body);
    stream.write_all(&bytes[..end]).await
}

async fn drip(stream: &mut TcpStream, bytes: impl Iterator<Item = u8>, ms: u64) -> io::Result<()> {
    for byte in bytes {
        sleep(Duration::from_millis(ms)).await;
        stream.write_all(&[byte]).await?;
    }
    Ok(())
}

/// Waits for the client to give up; what it still sends meanwhile is dropped.
async fn until_closed(stream: &mut TcpStream) {
    let mut dropped = [0; 1024];
    while stream
        .read(&mut dropped)
        .await
        .is_ok_and(|length| length > 0)
    {}
}
