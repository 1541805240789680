//! Connections, and which request goes where.

use std::sync::Arc;

use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::sleep,
};

use super::{
    Interface, Operation,
    bank::{Bank, Outcome},
    boleto_api::{self, Version},
    bradesco, control,
    delivery::{Connection, deliver},
    http::{Reply, Request},
};

/// Serves every connection until it is dropped, and they with it.
pub(super) async fn serve(listener: TcpListener, bank: Arc<Bank>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(converse(stream, Arc::clone(&bank)));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Answers the requests of one connection, one after the other. A client that breaks off is not missed.
async fn converse(mut stream: TcpStream, bank: Arc<Bank>) {
    let mut buffer = Vec::new();
    loop {
        let (outcome, is_last) = match Request::read(&mut stream, &mut buffer).await {
            Ok(Some(request)) => (answer(&bank, &request), request.is_last()),
            Ok(None) => return,
            Err(_) => (Reply::html(400).into(), true),
        };
        sleep(outcome.wait).await;
        match deliver(&mut stream, &outcome.reply, outcome.delivery).await {
            Ok(Connection::Open) if !is_last => {}
            Ok(Connection::Open | Connection::Spent) | Err(_) => return,
        }
    }
}

fn answer(bank: &Arc<Bank>, request: &Request) -> Outcome {
    if let Some(reply) = control::answer(bank, request) {
        return reply.into();
    }
    let version = [Version::V1, Version::V2]
        .into_iter()
        .find(|v| v.path() == request.path);
    match (&*request.method, &*request.path, version) {
        ("POST", bradesco::PATH, _) => {
            match bradesco::understand(request, &bank.credentials, bank.today()) {
                Ok(understood) => bank.register(understood),
                Err(reply) => bank.turn_away(Operation::Register, Interface::Bradesco, reply),
            }
        }
        ("GET", bradesco::PATH, _) => {
            match bradesco::understand_query(request, &bank.credentials) {
                Ok(number) => bank.find(&bank.credentials.merchant_id, number),
                Err(reply) => bank.turn_away(Operation::Find, Interface::Bradesco, reply),
            }
        }
        ("POST", _, Some(version)) => {
            match boleto_api::understand(request, version, &bank.credentials, bank.today()) {
                Ok(understood) => bank.register(understood),
                Err(reply) => {
                    let interface = boleto_api::interface(&request.body);
                    bank.turn_away(Operation::Register, interface, reply)
                }
            }
        }
        (_, bradesco::PATH, _) | (_, _, Some(_)) => Reply::html(405).into(),
        _ => Reply::html(404).into(),
    }
}
