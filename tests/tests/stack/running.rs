//! One stack for all tests of this program, on a runtime that outlives each of them.

use std::{future::Future, path::Path, sync::OnceLock};

use local::{functions::Profile, progress::Progress, stack::Stack};
use tokio::runtime::Runtime;

struct Running {
    runtime: Runtime,
    stack: Stack,
}

/// Runs a test on the stack, which the first one brings up. Its processes end with this program.
pub(crate) fn with_stack<'a, F: Future<Output = ()>>(test: impl FnOnce(&'a Stack) -> F) {
    static RUNNING: OnceLock<Running> = OnceLock::new();
    let running = RUNNING.get_or_init(|| {
        let runtime = Runtime::new().expect("threads can be made");
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stack");
        let up = Stack::up(&directory, Profile::Debug, Progress::shown());
        let stack = runtime.block_on(up).expect("the stack comes up");
        Running { runtime, stack }
    });
    running.runtime.block_on(test(&running.stack));
}
