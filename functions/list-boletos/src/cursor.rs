//! Where a page ends and the next begins.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use boleto::BoletoId;
use lambda_http::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// RFC 3986's unreserved characters stand for themselves.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The last boleto of a page, in a form that nobody takes for one that can be made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor(pub(crate) BoletoId);

impl Cursor {
    /// Reads a cursor that an earlier answer gave.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let id = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(std::str::from_utf8(&id).ok()?.parse().ok()?))
    }

    /// The header that leads from a page to the next: a reference to the same path, wherever API Gateway serves it, by
    /// RFC 8288.
    pub(crate) fn link(self, kept: &[(&str, &str)]) -> Option<HeaderValue> {
        let cursor = URL_SAFE_NO_PAD.encode(self.0.to_string());
        let mut query = String::from("cursor=");
        query.push_str(&cursor);
        for (name, value) in kept {
            query.push('&');
            query.push_str(name);
            query.push('=');
            query.extend(utf8_percent_encode(value, RESERVED));
        }
        HeaderValue::try_from(format!("<?{query}>; rel=\"next\"")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is_one() {
        let id = "bol_01kagen2qs5r8yf3z1x4v7m9tb".parse().unwrap();
        let link = Cursor(id).link(&[("count", "5"), ("token", "a b&c=é")]);
        let link = link.unwrap();
        let link = link.to_str().unwrap();
        assert!(
            link.ends_with("&count=5&token=a%20b%26c%3D%C3%A9>; rel=\"next\""),
            "{link}"
        );
        let cursor = &link["<?cursor=".len()..link.find('&').unwrap()];
        assert_eq!(Cursor::read(cursor), Some(Cursor(id)));
        for text in ["", "x", "bol_01kagen2qs5r8yf3z1x4v7m9tb", "Ym9s", "%"] {
            assert_eq!(Cursor::read(text), None, "{text}");
        }
    }
}
