//! How long a slip takes to issue and to read, per bank.

use std::hint::black_box;

use boleto::{
    Bank, Cents, Code, Document, DocumentType, Slip,
    free_field::{Fields, Inputs},
};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;

fn fields(bank: Bank) -> Fields {
    let inputs = Inputs {
        agency: Some("1229"),
        account: Some("469"),
        wallet: Some("14"),
        our_number: Some("123456"),
        agreement: Some("1234567"),
        ..Inputs::default()
    };
    Fields::parse(bank, &inputs).expect("they fit every bank")
}

fn slips(criterion: &mut Criterion) {
    let due_on = Some(date(2026, 12, 20));
    let amount = Cents::from(150_000);
    for bank in Bank::ALL {
        let fields = fields(bank);
        let slip = Slip::issue(&fields, due_on, amount).expect("it can be issued");
        let mut group = criterion.benchmark_group(bank.code());
        group.bench_function("issue", |bencher| {
            bencher.iter(|| Slip::issue(black_box(&fields), black_box(due_on), black_box(amount)));
        });
        let read = |code: &str| code.parse().map(|code: Code| code.barcode().fields());
        group.bench_function("read barcode", |bencher| {
            bencher.iter(|| read(black_box(slip.barcode.as_str())));
        });
        group.bench_function("read line", |bencher| {
            bencher.iter(|| read(black_box(slip.digitable_line.digits())));
        });
    }
}

fn documents(criterion: &mut Criterion) {
    criterion.bench_function("read CNPJ", |bencher| {
        bencher.iter(|| Document::parse(DocumentType::Cnpj, black_box("12.ABC.345/01DE-35")));
    });
}

criterion_group!(benches, slips, documents);
criterion_main!(benches);
