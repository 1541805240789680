//! `boleto-cli`: issues the numbers of slips, reads slips that a customer sends, checks documents.

mod answer;
mod document;
mod issue;
mod read;
mod today;

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use jiff::civil::Date;

use answer::Answer;

/// Issues the numbers of boletos, reads them back and checks documents.
///
/// Each input line gets one answer. A terminal shows text for a person; a file or another program gets a line of JSON.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Answer in lines of JSON, also on a terminal.
    #[arg(long, global = true)]
    json: bool,

    /// Answer in text for a person, also in a file or to another program.
    #[arg(long, global = true, conflicts_with = "json")]
    text: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Issue slips from lines of JSON: {"id", "bank", "inputs": {"amount_cents", "due_date", "our_number", ...}}.
    Issue {
        /// Lines of JSON; without any, standard input is read.
        requests: Vec<String>,
    },
    /// Read barcodes and digitable lines, with or without punctuation.
    Read {
        /// The day as of which a due factor is read; without it, today in São Paulo.
        #[arg(long, value_name = "YYYY-MM-DD")]
        today: Option<Date>,

        /// Barcodes and lines; without any, standard input is read, one a line.
        codes: Vec<String>,
    },
    /// Check documents, written as cpf:... or cnpj:...
    Document {
        /// Documents; without any, standard input is read, one a line.
        documents: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the answers has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("boleto-cli: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let mut writer = Writer::new(arguments);
    match &arguments.command {
        Command::Issue { requests } => each(requests, |line| {
            // A blank line between lines of JSON asks for nothing.
            if line.trim().is_empty() {
                Ok(())
            } else {
                writer.write(&issue::answer(line))
            }
        }),
        Command::Read { today, codes } => {
            let today = today.unwrap_or_else(today::in_sao_paulo);
            each(codes, |line| writer.write(&read::answer(line, today)))
        }
        Command::Document { documents } => {
            each(documents, |line| writer.write(&document::answer(line)))
        }
    }
}

/// Hands on the arguments, or else the lines of standard input.
fn each(arguments: &[String], mut take: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    for argument in arguments {
        take(argument)?;
    }
    if !arguments.is_empty() {
        return Ok(());
    }
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        take(text.trim_end_matches(['\n', '\r']))?;
        line.clear();
    }
    Ok(())
}

/// Writes answers for whoever reads them.
struct Writer {
    json: bool,
}

impl Writer {
    fn new(arguments: &Arguments) -> Self {
        Self {
            json: arguments.json || !(arguments.text || io::stdout().is_terminal()),
        }
    }

    fn write(&mut self, answer: &impl Answer) -> io::Result<()> {
        let mut output = io::stdout().lock();
        if self.json {
            serde_json::to_writer(&mut output, answer)?;
            writeln!(output)
        } else {
            writeln!(output, "{answer}")
        }
    }
}
