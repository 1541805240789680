//! A gate in front of the queues, which can shut at one moment of a send.

use std::{net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, tcp},
    sync::Notify,
    task::JoinHandle,
};

/// How every request to send a message begins its target header.
const SEND: &[u8] = b"AmazonSQS.SendMessage";

/// When the gate shuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Before the queue hears of a message.
    Request,
    /// After the queue took a message, before the sender hears of it.
    Reply,
}

/// A TCP proxy in front of the emulator.
#[derive(Debug)]
pub struct Gate {
    address: SocketAddr,
    shut: Arc<Notify>,
    server: JoinHandle<()>,
}

impl Gate {
    /// Opens a gate to `target`, a URL of the emulator.
    pub async fn open(target: &str, hold: Hold) -> Self {
        let target = target.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let shut = Arc::new(Notify::new());
        let server = tokio::spawn(serve(listener, target, hold, Arc::clone(&shut)));
        Self {
            address,
            shut,
            server,
        }
    }

    /// What stands for the emulator's URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until the gate has shut on a message.
    pub async fn shut(&self) {
        self.shut.notified().await;
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, target: String, hold: Hold, shut: Arc<Notify>) {
    while let Ok((client, _)) = listener.accept().await {
        let Ok(server) = TcpStream::connect(&target).await else {
            continue;
        };
        tokio::spawn(pass(client, server, hold, Arc::clone(&shut)));
    }
}

async fn pass(client: TcpStream, server: TcpStream, hold: Hold, shut: Arc<Notify>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let sending = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = Arc::clone(&sending);
    let shut_on_reply = Arc::clone(&shut);
    let replies = tokio::spawn(async move {
        while let Some(bytes) = read(&mut from_server).await {
            if hold == Hold::Reply && seen.load(std::sync::atomic::Ordering::Acquire) {
                shut_on_reply.notify_one();
                std::future::pending::<()>().await;
            }
            if to_client.write_all(&bytes).await.is_err() {
                return;
            }
        }
    });
    while let Some(bytes) = read(&mut from_client).await {
        if bytes.windows(SEND.len()).any(|window| window == SEND) {
            sending.store(true, std::sync::atomic::Ordering::Release);
            if hold == Hold::Request {
                shut.notify_one();
                std::future::pending::<()>().await;
            }
        }
        if to_server.write_all(&bytes).await.is_err() {
            break;
        }
    }
    replies.abort();
}

async fn read(from: &mut tcp::OwnedReadHalf) -> Option<Vec<u8>> {
    let mut bytes = vec![0; 16 * 1024];
    let length = from
        .read(&mut bytes)
        .await
        .ok()
        .filter(|length| *length > 0)?;
    bytes.truncate(length);
    Some(bytes)
}
