//! What was asked and answered, in the order of arrival.

use std::time::Duration;

use super::{Fault, Interface, Operation, TitleKey};

/// One request to a bank and the reply to it. It holds nothing about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was asked.
    pub asked: Asked,
    /// How long after the simulator's start it came, for looking at pauses between attempts.
    pub at: Duration,
    /// What the simulator did to it.
    pub fault: Fault,
    /// How long the reply was held back, in milliseconds, before its delivery began.
    pub wait_ms: u64,
    /// The reply's status, sent or not.
    pub status: u16,
    /// The length of the reply's body, sent or not, in bytes.
    pub body_length: usize,
}

/// What a request was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What was asked.
    pub operation: Operation,
    /// By which interface.
    pub interface: Interface,
    /// For which title; absent where the request was turned away unread or the bank has no such title.
    pub key: Option<TitleKey>,
    /// Which request of this operation for this title it is, from 1; 0 where it was turned away unread.
    pub ordinal: u32,
}
