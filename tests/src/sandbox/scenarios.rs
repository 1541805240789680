//! The end-to-end suite over the sandbox, all scenarios at once.

use futures::future::{FutureExt as _, join_all};
use local::{progress::Progress, stack::Stack};

use crate::stack::scenarios;

/// Runs every scenario.
pub(super) async fn all_pass(stack: &Stack, progress: Progress) {
    macro_rules! all {
        ($($scenario:ident)*) => {
            [$((stringify!($scenario), scenarios::$scenario(stack).boxed_local())),*]
        };
    }
    let scenarios = crate::every_scenario!(all);

    join_all(scenarios.map(async |(name, scenario)| {
        scenario.await;
        progress.step(&name.replace('_', " "));
    }))
    .await;
}
