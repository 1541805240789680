//! A bank that is down while thousands of boletos are made, then back.

use std::{
    fmt,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use local::simulator::{Fault, Rule};
use tokio::time::sleep;

use super::fleet::Desk;
use crate::{World, request};

/// How an outage is made.
#[derive(Debug, Clone, Copy)]
pub struct Outage {
    /// How many boletos are made while the bank is down.
    pub boletos: u32,
    /// How many of those that were held back may be asked about in a second.
    pub per_second: u16,
}

/// What was left after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlasted {
    registered: i64,
    dead_letters: u32,
    slowest_post: Duration,
    asked_while_down: usize,
    asked_after: usize,
    busiest_second: usize,
    busiest_ten: usize,
    drained_in: Duration,
    took: Duration,
}

impl fmt::Display for Outlasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "  {} registered, {} dead letters, slowest POST {} ms, asked {} times while down",
            self.registered,
            self.dead_letters,
            self.slowest_post.as_millis(),
            self.asked_while_down
        )?;
        write!(
            f,
            "  drained in {} s by {} requests, at most {} in a second and {} in ten; {} s",
            self.drained_in.as_secs(),
            self.asked_after,
            self.busiest_second,
            self.busiest_ten,
            self.took.as_secs()
        )
    }
}

/// The longest that a POST may take, whatever the bank does.
const BUDGET: Duration = Duration::from_secs(25);
/// How long the bank stays down after the last POST: long enough for some probes.
const STILL_DOWN: Duration = Duration::from_secs(25);

impl Outage {
    /// Lets it happen.
    ///
    /// # Panics
    /// A promise is broken.
    pub async fn run(self) -> Outlasted {
        let began = Instant::now();
        let per_second = self.per_second.to_string();
        let world = World::with(&[("DRAIN_PER_SECOND", &per_second)]).await;
        let dead_letters = world.bury_after(10).await;
        world.bank.script(Rule::always(Fault::silence()));

        let wires = world.wires().await;
        let start = |name| world.process(name, &wires);
        let creators = [start("create-boleto"), start("create-boleto")];
        let consumers = [start("retry-registrations"), start("retry-registrations")];
        let sweep = start("sweep-pending");
        let desk = Desk::default();

        let controlling = async {
            tokio::join!(
                desk.create(&creators[0], self.boletos, |_| request(&world)),
                desk.create(&creators[1], self.boletos, |_| request(&world)),
            );
            sleep(STILL_DOWN).await;
            let asked = world.bank.journal().len();
            world.bank.recover();
            let back = Instant::now();
            let longest = STILL_DOWN * 8
                + 3 * Duration::from_secs(1) * self.boletos / u32::from(self.per_second);
            while registered(&world).await < i64::from(self.boletos) {
                assert!(
                    back.elapsed() < longest,
                    "{} registered",
                    registered(&world).await
                );
                sleep(Duration::from_millis(500)).await;
            }
            desk.closed.store(true, Ordering::Release);
            (asked, back.elapsed())
        };
        let ((asked_while_down, drained_in), ..) = tokio::join!(
            controlling,
            desk.consume(&world, &consumers[0]),
            desk.consume(&world, &consumers[1]),
            desk.sweep(&sweep, Duration::from_secs(10)),
        );
        world.check_invariants(&[]).await;
        let everybody = creators.iter().chain(&consumers).chain([&sweep]);
        everybody.for_each(|process| world.check_log(process));

        let moments: Vec<_> = world
            .bank
            .journal()
            .iter()
            .skip(asked_while_down)
            .map(|entry| entry.at)
            .collect();
        let outlasted = Outlasted {
            registered: registered(&world).await,
            dead_letters: world.visible(&dead_letters).await,
            slowest_post: desk.slowest(),
            asked_while_down,
            asked_after: moments.len(),
            busiest_second: busiest(&moments, Duration::from_secs(1)),
            busiest_ten: busiest(&moments, Duration::from_secs(10)),
            drained_in,
            took: began.elapsed(),
        };
        assert_eq!(outlasted.dead_letters, 0);
        assert!(outlasted.slowest_post < BUDGET, "{outlasted}");
        // Wake-ups come by the second and up to a second early, so one second may take two seconds' share.
        let share = usize::from(self.per_second);
        assert!(outlasted.busiest_second <= 2 * share + SLACK, "{outlasted}");
        assert!(outlasted.busiest_ten <= 11 * share + SLACK, "{outlasted}");
        outlasted
    }
}

/// Attempts whose own back-off ends meanwhile: those that found the bank silent before it was left alone, and probes.
const SLACK: usize = 20;

async fn registered(world: &World) -> i64 {
    world
        .count("select count(*) from boletos where status = 'registered'")
        .await
}

/// The most moments that any stretch of time holds.
fn busiest(moments: &[Duration], stretch: Duration) -> usize {
    let within = |from: &Duration| {
        let inside = |at: &&Duration| (*from..*from + stretch).contains(*at);
        moments.iter().filter(inside).count()
    };
    moments.iter().map(within).max().unwrap_or(0)
}
