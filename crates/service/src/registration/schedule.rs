//! When an attempt is made again.

use std::time::Duration;

use super::verdict::Next;
use crate::entropy;

/// The first ceiling of the back-off.
const FIRST: Duration = Duration::from_secs(30);
/// The last ceiling of the back-off.
const LONGEST: Duration = Duration::from_secs(3600);
/// How long to wait where the fault is ours and a person must mend it.
const SLOW: Duration = Duration::from_secs(1800);
/// How long to wait where only time or a person can tell.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// How long from now the attempt after number `attempt` is due; `None` where there is none.
pub(super) fn next(next: Next, attempt: i32) -> Option<Duration> {
    match next {
        Next::BackOff { at_least } => {
            let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(7);
            let ceiling = (FIRST * 2_u32.pow(doublings)).min(LONGEST);
            // Whatever a bank asks for, nobody waits for weeks.
            Some(at_least.min(LONGEST) + entropy::up_to(ceiling))
        }
        Next::After(wait) => Some(wait),
        Next::Slowly => Some(SLOW / 2 + entropy::up_to(SLOW)),
        Next::Daily => Some(DAY),
        Next::Never => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_back_off_doubles_up_to_an_hour_with_full_jitter() {
        for (attempt, ceiling) in [
            (1, 30),
            (2, 60),
            (5, 480),
            (8, 3600),
            (9, 3600),
            (i32::MAX, 3600),
        ] {
            let longest = (0..200)
                .filter_map(|_| {
                    next(
                        Next::BackOff {
                            at_least: Duration::ZERO,
                        },
                        attempt,
                    )
                })
                .max()
                .unwrap();
            assert!(
                longest <= Duration::from_secs(ceiling),
                "{attempt}: {longest:?}"
            );
            assert!(
                longest > Duration::from_secs(ceiling) / 2,
                "{attempt}: {longest:?}"
            );
        }
    }

    #[test]
    fn what_the_bank_asks_for_comes_on_top_up_to_an_hour() {
        let forever = next(
            Next::BackOff {
                at_least: Duration::MAX,
            },
            i32::MAX,
        )
        .unwrap();
        assert!((LONGEST..=2 * LONGEST).contains(&forever), "{forever:?}");
        let at_least = Duration::from_secs(120);
        assert!(next(Next::BackOff { at_least }, 1).unwrap() >= at_least);
    }
}
