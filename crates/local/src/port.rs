//! Ports of loopback that nobody listens on.

use std::io;
use std::net::{Ipv4Addr, TcpListener};

/// A free port. Somebody else may take it before it is used: whoever asks tries again then.
///
/// # Errors
///
/// When no port is left.
pub(crate) fn free() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}
