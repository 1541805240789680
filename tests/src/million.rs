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
            let (mut firsts, mut deeps, mut boletos) = (Vec::new(), Vec::new(), 0);
            // In turn, so that whatever else the machine does falls on both.
            for _ in 0..RUNS {
                firsts.push(page(&world, &first).await.0);
                let (took, found) = page(&world, &deep).await;
                deeps.push(took);
                boletos = found;
            }
            let (first, deep) = (median(firsts), median(deeps));
            let list = list.to_owned();
            all.push(Pages {
                list,
                first,
                deep,
                boletos,
            });
        }
        for list in ["token=token-7", "title_id=7", "reference_id=reference-7"] {
            let target = format!("/boletos?{list}");
            let mut took = Vec::new();
            for _ in 0..RUNS {
                took.push(page(&world, &target).await.0);
            }
            let first = median(took);
            all.push(Pages {
                list: list.to_owned(),
                first,
                deep: first,
                boletos: 1,
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
async fn page(world: &World, target: &str) -> (Duration, usize) {
    let began = Instant::now();
    let answer = world.ask("GET", target, None).await;
    let took = began.elapsed();
    assert_eq!(answer.status, 200, "{target}: {}", answer.body);
    (took, answer.body.as_array().map_or(0, Vec::len))
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}
