//! A client that POSTs without pause, and remembers every answer that was not a boleto.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use local::stack::boleto;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::world::Stage;

/// Requests that are under way at the same time.
const AT_ONCE: usize = 2;

/// Requests that tell something: fewer would pass between two moves.
const ENOUGH: usize = 10;

pub(crate) struct Traffic {
    runtime: Handle,
    stop: Arc<AtomicBool>,
    created: Arc<AtomicUsize>,
    clients: Vec<JoinHandle<Vec<String>>>,
}

impl Traffic {
    /// Begins to POST.
    pub(crate) fn at(stage: &Stage, runtime: &Handle) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let created = Arc::new(AtomicUsize::new(0));
        let clients = (0..AT_ONCE).map(|_| {
            let (stop, created) = (Arc::clone(&stop), Arc::clone(&created));
            let (url, key) = (format!("{}/boletos", stage.api_url), stage.api_key.clone());
            let request = boleto::request(&stage.client_queue_url);
            runtime.spawn(async move {
                let http = local::http::client().expect("a client can be made");
                let mut failed = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let sent = http.post(&url).header("x-api-key", &key).json(&request);
                    match sent.send().await {
                        Ok(answer) if answer.status() == 201 => {
                            created.fetch_add(1, Ordering::Relaxed);
                        }
                        Ok(answer) => {
                            let status = answer.status();
                            failed.push(format!(
                                "{status} {}",
                                answer.text().await.unwrap_or_default()
                            ));
                        }
                        Err(error) => failed.push(error.to_string()),
                    }
                }
                failed
            })
        });

        Self {
            runtime: runtime.clone(),
            clients: clients.collect(),
            stop,
            created,
        }
    }

    /// Sees that every request has made a boleto, and more since it was last asked.
    pub(crate) fn has_noticed_nothing(self) {
        // What has just taken traffic has to show itself.
        let before = self.created.load(Ordering::Relaxed);
        while self.created.load(Ordering::Relaxed) < before + ENOUGH
            && self.clients.iter().all(|client| !client.is_finished())
        {
            std::thread::sleep(Duration::from_millis(50));
        }
        self.stop.store(true, Ordering::Relaxed);
        for client in self.clients {
            let failed = self.runtime.block_on(client).expect("it does not panic");
            assert_eq!(failed, Vec::<String>::new());
        }
        println!("{} boletos meanwhile", self.created.load(Ordering::Relaxed));
    }
}
