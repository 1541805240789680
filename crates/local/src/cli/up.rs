//! Bringing the stack up, and bringing a stack that is up what has changed.

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use local::progress::Progress;
use local::stack::{self, Description, Stack, StackError, boleto};
use local::workspace;
use tokio::signal::unix::{SignalKind, signal};

use super::keeper::{Keeper, description_path};
use super::{Up, detach};

pub(super) async fn up(how: Up) -> Result<ExitCode, Box<dyn Error>> {
    match Keeper::claim()? {
        None => change(how).await,
        Some(keeper) if how.detach => {
            drop(keeper);
            detach::up(how).await
        }
        Some(keeper) => keep(keeper, how).await,
    }
}

/// Brings the stack up and holds it until a signal comes.
async fn keep(_keeper: Keeper, how: Up) -> Result<ExitCode, Box<dyn Error>> {
    // What an earlier keeper has left that was killed.
    let _ = fs::remove_file(description_path());
    let progress = Progress::shown();
    let stack = tokio::select! {
        stack = bring_up(how, progress) => stack?,
        ended = asked_to_end() => {
            ended?;
            progress.step("asked to end: taking down what is up");
            return Ok(ExitCode::FAILURE);
        }
    };
    stack.description.write(&description_path())?;
    if how.detached {
        println!("It stays up: `cargo run -p local -- down` ends it.");
    } else {
        println!("It stays up until Ctrl-C, or `cargo run -p local -- down`.");
    }

    asked_to_end().await?;
    fs::remove_file(description_path())?;
    drop(stack);
    progress.step("everything is down");

    Ok(ExitCode::SUCCESS)
}

async fn bring_up(how: Up, progress: Progress) -> Result<Stack, Box<dyn Error>> {
    let stack = Stack::up(&workspace::local(), how.profile(), progress).await?;
    show(&stack.description, progress).await?;

    Ok(stack)
}

/// Brings a stack that another process keeps what has changed.
async fn change(how: Up) -> Result<ExitCode, Box<dyn Error>> {
    let progress = Progress::shown();
    let Some(before) = Description::read(&description_path())? else {
        return Err("another process is bringing the stack up; `status` tells".into());
    };

    progress.step("the stack is up: bringing it what has changed");
    let now = stack::redeploy(&workspace::local(), &before, how.profile(), progress).await?;
    show(&now, progress).await?;
    now.write(&description_path())?;

    Ok(ExitCode::SUCCESS)
}

/// Registers a boleto through API Gateway and prints it with what to type next.
async fn show(stack: &Description, progress: Progress) -> Result<(), Box<dyn Error>> {
    progress.step("POST /boletos");
    let answer = boleto::post(stack).await?;
    progress.step("answered");
    println!("\n{answer}\n");
    if !answer.is_created() {
        return Err(StackError::NotCreated(answer.status).into());
    }
    println!("{}", boleto::curl_lines(stack, answer.id()));
    println!("  # read and try the API\n  {}\n", stack.docs_url);

    Ok(())
}

async fn asked_to_end() -> std::io::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
    }

    Ok(())
}
