//! What Postgres keeps of a password and needs to check it: SCRAM-SHA-256, RFC 5802 and RFC 7677.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::{connection::Password, schema::SchemaError};

/// How often a login hashes the password, and whoever guesses one too.
///
/// Postgres would choose 4,096, which is nine tenths of what a start computes (`docs/performance.md`). That slows the guessing of passwords that people
/// think of; ours is drawn, 40 letters and digits, and would not be guessed in the life of the universe at any count.
const ITERATIONS: u32 = 1;

/// The verifier of a password, with a new salt.
///
/// # Errors
/// The system gives no random bytes.
pub(crate) fn of(password: &Password) -> Result<String, SchemaError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| SchemaError::NoEntropy)?;
    Ok(with_salt(password, &salt, ITERATIONS))
}

fn with_salt(password: &Password, salt: &[u8], iterations: u32) -> String {
    let password = password.reveal().as_bytes();
    let mut round = hmac(password, &[salt, &1_u32.to_be_bytes()]);
    let mut salted = round;
    for _ in 1..iterations {
        round = hmac(password, &[&round]);
        for (byte, other) in salted.iter_mut().zip(round) {
            *byte ^= other;
        }
    }
    let stored_key = Sha256::digest(hmac(&salted, &[b"Client Key"]));
    let server_key = hmac(&salted, &[b"Server Key"]);
    format!(
        "SCRAM-SHA-256${iterations}:{}${}:{}",
        STANDARD.encode(salt),
        STANDARD.encode(stored_key),
        STANDARD.encode(server_key),
    )
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_is_what_postgres_itself_would_keep() {
        // What PostgreSQL 15 kept after `create role r password 'foobar'`.
        let salt = STANDARD.decode("z9bNZMSMylhMzGrHaAub5w==").unwrap();
        assert_eq!(
            with_salt(&Password::new("foobar"), &salt, 4096),
            concat!(
                "SCRAM-SHA-256$4096:z9bNZMSMylhMzGrHaAub5w==$",
                "tIdXU7MvFb/z6JNBy2Dk5JIbHjq3shDyJBIvZotdupQ=:mNqJiODTlwonZoGjicMwgzjR0IJ4RhtThYOO6j+p8bk="
            )
        );
    }

    #[test]
    fn two_verifiers_of_one_password_differ() {
        let password = Password::new("foobar");
        assert_ne!(of(&password).unwrap(), of(&password).unwrap());
    }
}
