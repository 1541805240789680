//! What a page costs, however deep it lies.

use std::{
    fmt::{self, Write as _},
    time::{Duration, Instant},
};

use crate::World;

/// How many boletos there are.
#[derive(Debug, Clone, Copy)]
pub struct Million {
    /// So many.
    pub boletos: u32,
}

/// A list, and how long its pages took.
#[derive(Debug, Clone)]
pub struct Pages {
    list: String,
    first: Duration,
    deep: Duration,
    boletos: usize,
}

/// All lists.
#[derive(Debug, Clone)]
pub struct Measured(Vec<Pages>);

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = String::from(
            "| list | first page | deepest page by cursor | boletos on it |\n|---|---|---|---|",
        );
        for pages in &self.0 {
            let (first, deep) = (pages.first.as_micros(), pages.deep.as_micros());
            write!(
                table,
                "\n| `{}` | {first} µs | {deep} µs | {} |",
                pages.list, pages.boletos
            )?;
        }
        f.write_str(&table)
    }
}

/// Each page is asked for so often; the median counts.
const RUNS: usize = 51;

impl Million {
    /// Fills a world and measures.
    ///
    /// # Panics
    /// A page is not answered with 200.
    pub async fn measure(self) -> Measured {
        let world = World::new().await;
        world.fill(self.boletos).await;
        let mut all = Vec::new();
        for (list, deepest) in [
            ("", 12),
            ("status=registered", 12),
            ("status=refused", 1_112),
            ("external_id=merchant-1", 36),
            ("external_id=merchant-1&status=refused", 3_312),
        ] {
            // Ten boletos, or nearly, are older than this one.
            let cursor = cursor(deepest);
            let first = format!("/boletos?{list}");
            let deep = format!("/boletos?{list}&cursor={cursor}");
            let (first, _) = median(&world, &first).await;
            let (deep, boletos) = median(&world, &deep).await;
            let list = list.to_owned();
            all.push(Pages {
                list,
                first,
                deep,
                boletos,
            });
        }
        for (list, _) in [
            ("token=token-7", 0),
            ("title_id=7", 0),
            ("reference_id=reference-7", 0),
        ] {
            let (first, boletos) = median(&world, &format!("/boletos?{list}")).await;
            all.push(Pages {
                list: list.to_owned(),
                first,
                deep: first,
                boletos,
            });
        }
        Measured(all)
    }
}

/// Leads to the boletos that are older than the `number`th.
fn cursor(number: u32) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    URL_SAFE_NO_PAD.encode(format!("bol_0{number:025}"))
}

/// How long a page takes, and how many boletos are on it.
async fn median(world: &World, target: &str) -> (Duration, usize) {
    let mut took = Vec::new();
    let mut boletos = 0;
    for _ in 0..RUNS {
        let began = Instant::now();
        let answer = world.ask("GET", target, None).await;
        took.push(began.elapsed());
        assert_eq!(answer.status, 200, "{target}: {}", answer.body);
        boletos = answer.body.as_array().map_or(0, Vec::len);
    }
    took.sort_unstable();
    (took[RUNS / 2], boletos)
}
