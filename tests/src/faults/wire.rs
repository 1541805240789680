//! A wire to a server, which can be cut, slowed, half closed, or stopped at any reply.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, watch},
    task::JoinHandle,
    time::sleep,
};

/// What a wire does to those who use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// It carries everything at once.
    Sound,
    /// Every connection breaks, and no new one is made.
    Cut,
    /// Every reply comes later.
    Slow(Duration),
    /// To those who are connected the server seems to have hung up, though it still listens to them.
    HalfClosed,
}

/// A moment in the life of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The server has done what it was asked, and nobody has heard of it.
    Withheld,
    /// The reply has arrived.
    Delivered,
}

/// A TCP proxy that counts replies: what a server sends after it was sent something.
#[derive(Debug)]
pub struct Wire {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    target: String,
    replies: AtomicU64,
    stop: Mutex<Option<(u64, Moment)>>,
    reached: Notify,
    line: watch::Sender<Line>,
}

impl Wire {
    /// Lays a wire to a server, `host:port`.
    pub async fn to(target: impl Into<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let shared = Arc::new(Shared {
            target: target.into(),
            replies: AtomicU64::new(0),
            stop: Mutex::default(),
            reached: Notify::new(),
            line: watch::Sender::new(Line::Sound),
        });
        let server = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Self {
            address,
            shared,
            server,
        }
    }

    /// What stands for the server: `host:port`.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many replies there were.
    #[must_use]
    pub fn replies(&self) -> u64 {
        self.shared.replies.load(Ordering::Acquire)
    }

    /// Stops for ever at a reply, counted from 1.
    pub fn stop_at(&self, reply: u64, moment: Moment) {
        *self.shared.stop() = Some((reply, moment));
    }

    /// Waits until it has stopped.
    pub async fn reached(&self) {
        self.shared.reached.notified().await;
    }

    /// Changes what it does from now on.
    pub fn set(&self, line: Line) {
        self.shared.line.send_replace(line);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.server.abort();
        self.set(Line::Cut);
    }
}

impl Shared {
    fn stop(&self) -> std::sync::MutexGuard<'_, Option<(u64, Moment)>> {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stops_at(&self, reply: u64) -> Option<Moment> {
        self.stop()
            .filter(|(stop, _)| *stop == reply)
            .map(|(_, moment)| moment)
    }

    async fn stand_still(&self) {
        self.reached.notify_one();
        let mut line = self.line.subscribe();
        let _ = line.wait_for(|line| *line == Line::Cut).await;
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        if *shared.line.borrow() != Line::Cut
            && let Ok(server) = TcpStream::connect(&shared.target).await
        {
            tokio::spawn(pass(client, server, Arc::clone(&shared)));
        }
    }
}

/// Carries bytes both ways until somebody hangs up or the wire is cut.
async fn pass(mut client: TcpStream, mut server: TcpStream, shared: Arc<Shared>) {
    let mut line = shared.line.subscribe();
    let (mut asked, mut half_closed) = (false, false);
    let (mut question, mut answer) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    loop {
        tokio::select! {
            read = client.read(&mut question) => match read {
                Ok(length) if length > 0 => {
                    asked = true;
                    if server.write_all(&question[..length]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
            read = server.read(&mut answer) => match read {
                Ok(length) if length > 0 => {
                    let stops = if asked {
                        asked = false;
                        shared.stops_at(shared.replies.fetch_add(1, Ordering::AcqRel) + 1)
                    } else {
                        None
                    };
                    if stops == Some(Moment::Withheld) {
                        return shared.stand_still().await;
                    }
                    let line = *line.borrow();
                    if let Line::Slow(by) = line {
                        sleep(by).await;
                    }
                    if !half_closed && client.write_all(&answer[..length]).await.is_err() {
                        return;
                    }
                    if stops == Some(Moment::Delivered) {
                        return shared.stand_still().await;
                    }
                }
                _ => return,
            },
            changed = line.changed() => {
                let now = *line.borrow_and_update();
                match now {
                    _ if changed.is_err() => return,
                    Line::Cut => return,
                    Line::HalfClosed => {
                        half_closed = true;
                        let _ = client.shutdown().await;
                    }
                    Line::Sound | Line::Slow(_) => {}
                }
            }
        }
    }
}
