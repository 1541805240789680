//! Each function killed at each reply that it gets: before it hears of it, and just after.

use std::{
    fmt,
    time::{Duration, Instant},
};

use futures::{StreamExt as _, stream};
use tokio::time::timeout;

use super::{Moment, Victim, Wires};
use crate::World;

/// Which points are tried.
#[derive(Debug, Clone, Copy)]
pub struct Killing {
    /// One point of so many; 1 tries all.
    pub one_of: u64,
    /// Which of them.
    pub seed: u64,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// For each function, at how many points it was killed.
    pub kills: Vec<(Victim, usize)>,
    /// How long it took.
    pub took: Duration,
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (victim, kills) in &self.kills {
            writeln!(
                f,
                "  {:<22} killed at {kills} points, recovered from all",
                victim.function()
            )?;
        }
        let all: usize = self.kills.iter().map(|(_, kills)| kills).sum();
        write!(f, "  {all} kills in {} s", self.took.as_secs())
    }
}

/// A point in the life of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    wire: &'static str,
    reply: u64,
    moment: Moment,
}

const WIRES: [&str; 3] = ["database", "queues", "bank"];
/// Longer than any of them works.
const LIMIT: Duration = Duration::from_secs(29);
/// How many are killed at a time.
const AT_ONCE: usize = 3;

impl Killing {
    /// Kills, and lets the sweep recover; the migrations by their next run.
    ///
    /// # Panics
    /// A promise is broken.
    pub async fn run(self) -> Recovered {
        let began = Instant::now();
        let mut kills = Vec::new();
        for victim in Victim::ALL {
            let points = self.points(victim).await;
            let number = points.len();
            stream::iter(points)
                .for_each_concurrent(AT_ONCE, |point| kill(victim, point))
                .await;
            println!("{}: killed at {number} points", victim.function());
            kills.push((victim, number));
        }
        Recovered {
            kills,
            took: began.elapsed(),
        }
    }

    /// The points of a function: as many as it gets replies when nobody kills it.
    async fn points(self, victim: Victim) -> Vec<Point> {
        let world = World::new().await;
        let task = victim.prepare(&world).await;
        let wires = world.wires().await;
        let process = world.process_with(victim.function(), &wires, &task.settings);
        let answer = process.invoke(&task.event, LIMIT).await;
        answer.expect("it answers when nobody kills it");
        world.check_log(&process);
        let mut points = Vec::new();
        for wire in WIRES {
            for reply in 1..=wires.named(wire).replies() {
                for moment in [Moment::Withheld, Moment::Delivered] {
                    points.push(Point {
                        wire,
                        reply,
                        moment,
                    });
                }
            }
        }
        let mut place = self.seed;
        points.retain(|_| {
            place += 1;
            place.is_multiple_of(self.one_of)
        });
        points
    }
}

async fn kill(victim: Victim, point: Point) {
    let world = World::new().await;
    let task = victim.prepare(&world).await;
    let wires = world.wires().await;
    let wire = wires.named(point.wire);
    wire.stop_at(point.reply, point.moment);
    let process = world.process_with(victim.function(), &wires, &task.settings);
    let killed = async {
        wire.reached().await;
        process.kill();
    };
    tokio::select! {
        answer = process.invoke(&task.event, LIMIT) => {
            // The last reply may be heard of, and answered, before the kill.
            assert!(
                answer.is_err() || point.moment == Moment::Delivered,
                "{victim:?} answered before {point:?}"
            );
        }
        reached = timeout(LIMIT, killed) => reached.unwrap_or_else(|_| panic!("{victim:?} never came to {point:?}")),
    }
    drop(process);
    drop(wires);
    victim.recover(&world).await;
    victim.repeat(&world, &task).await;
    victim.recover(&world).await;
}

impl Wires {
    fn named(&self, name: &str) -> &super::Wire {
        match name {
            "database" => &self.database,
            "queues" => &self.queues,
            _ => &self.bank,
        }
    }
}
