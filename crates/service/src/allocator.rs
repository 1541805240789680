//! The allocator of every function.

/// A create allocates more than a thousand times, most of it in the AWS SDK: with the C library's allocator that is a
/// quarter of its instructions, with this one a tenth (`docs/performance.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
