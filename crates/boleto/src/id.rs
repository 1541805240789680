//! Identifiers that sort by the moment they were made.

use alloc::string::ToString;
use core::{fmt, str::FromStr};

use jiff::Timestamp;
use thiserror::Error;
use ulid::Ulid;

/// Text that is no identifier of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected \"{prefix}\" followed by a ULID in lower case")]
pub struct InvalidId {
    prefix: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Ulid);

        impl $name {
            /// Makes one from a moment and 80 bits of `entropy` (the higher bits are ignored).
            #[must_use]
            pub fn new(made_at: Timestamp, entropy: u128) -> Self {
                let millis = u64::try_from(made_at.as_millisecond()).unwrap_or(0);
                Self(Ulid::from_parts(millis, entropy))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut text = [0; ulid::ULID_LEN];
                let text = self.0.array_to_str(&mut text);
                text.make_ascii_lowercase();
                write!(f, concat!($prefix, "{}"), text)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let invalid = InvalidId { prefix: $prefix };
                let ulid = text.strip_prefix($prefix).ok_or(invalid)?;
                if ulid.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    return Err(invalid);
                }
                let id = Self(Ulid::from_string(ulid).map_err(|_| invalid)?);
                // A first character above 7 would overflow 128 bits and name another ULID.
                if id.to_string() == text { Ok(id) } else { Err(invalid) }
            }
        }
    };
}

id!(
    /// What the service and its clients call a boleto: `bol_` and a ULID in lower case, 30 characters.
    BoletoId,
    "bol_"
);
id!(
    /// What a notification is recognised by when it arrives twice: `evt_` and a ULID.
    EventId,
    "evt_"
);
id!(
    /// What the service calls a configuration: `cf_` and a ULID.
    ConfigurationId,
    "cf_"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_moment_they_were_made() {
        let earlier = BoletoId::new(Timestamp::from_millisecond(1_000).unwrap(), u128::MAX);
        let later = BoletoId::new(Timestamp::from_millisecond(1_001).unwrap(), 0);
        assert!(earlier.to_string() < later.to_string());
        assert!(earlier < later);
    }

    #[test]
    fn an_id_reads_back_from_its_text() {
        let id = BoletoId::new(Timestamp::from_millisecond(1_795_000_000_000).unwrap(), 42);
        assert_eq!(id.to_string().len(), 30);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn other_text_is_refused() {
        let id = BoletoId::new(Timestamp::UNIX_EPOCH, 7).to_string();
        for text in [
            "",
            "bol_",
            "bol_x",
            &id.to_uppercase(),
            &id.replace("bol_", "evt_"),
            "bol_zzzzzzzzzzzzzzzzzzzzzzzzzz",
        ] {
            assert!(text.parse::<BoletoId>().is_err(), "{text}");
        }
    }
}
