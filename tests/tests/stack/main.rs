//! The whole stack end to end, as the root `local` makes it: API Gateway with keys, the functions under enforced IAM, SQS,
//! Postgres and the bank.

mod page;
mod running;

use tests::stack::scenarios;

use crate::running::with_stack;

macro_rules! tests {
    ($($scenario:ident)*) => {
        $(
            #[test]
            fn $scenario() {
                with_stack(scenarios::$scenario);
            }
        )*
    };
}

tests::every_scenario!(tests);
