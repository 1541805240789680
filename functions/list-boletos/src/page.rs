//! Which page of which boletos a request asks for.

use boleto::{Status, TitleId};
use service::error::{ApiError, InvalidField};
use store::{Filter, Window};

use crate::cursor::Cursor;

/// A page of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Nothing can fit.
    Nothing,
    /// Boletos that fit `filter`.
    Of {
        /// What they have in common.
        filter: Filter,
        /// Which part of them.
        window: Window,
    },
}

const FIRST_PAGE: u64 = 1;
const DEFAULT_COUNT: u32 = 10;
const LARGEST_COUNT: u32 = 100;
/// Beyond so many boletos a page by number would be a walk through all that come before it.
const DEEPEST: u64 = 1_000_000;

/// The parameters that the next page is asked for with, beside its cursor.
pub(crate) const KEPT: [&str; 6] = [
    "count",
    "token",
    "title_id",
    "reference_id",
    "external_id",
    "status",
];

impl Page {
    /// Reads the parameters. Pages count from 1; page and count that make no sense are the nearest that do.
    pub(crate) fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Result<Self, ApiError> {
        let number = |name| parameter(name).and_then(|text| text.trim().parse::<i64>().ok());
        let limit = number("count").map_or(DEFAULT_COUNT, |count| {
            u32::try_from(count.clamp(1, i64::from(LARGEST_COUNT))).unwrap_or(LARGEST_COUNT)
        });
        let mut faults = Vec::new();
        let cursor = parameter("cursor").and_then(|text| noted(read_cursor(text), &mut faults));
        let title_id =
            parameter("title_id").and_then(|text| noted(read_title_id(text), &mut faults));
        let status = parameter("status").and_then(|text| noted(read_status(text), &mut faults));
        if !faults.is_empty() {
            return Err(ApiError::Invalid(faults));
        }
        // A cursor says by itself where its page begins.
        let page = number("page").filter(|_| cursor.is_none());
        let offset = page
            .map_or(FIRST_PAGE, |page| u64::try_from(page).unwrap_or(0))
            .max(FIRST_PAGE)
            .saturating_sub(1)
            .saturating_mul(u64::from(limit));

        let text = |name| parameter(name).map(str::to_owned);
        let filter = Filter {
            token: text("token"),
            title_id: title_id.flatten(),
            reference_id: text("reference_id"),
            external_id: text("external_id"),
            status,
        };
        // No text in the database holds a null character, and Postgres would not even compare with one.
        let texts = [&filter.token, &filter.reference_id, &filter.external_id];
        let unheard_of = texts.into_iter().flatten().any(|text| text.contains('\0'));
        if offset > DEEPEST || unheard_of || title_id == Some(None) {
            return Ok(Self::Nothing);
        }
        Ok(Self::Of {
            filter,
            window: Window {
                before: cursor.map(|Cursor(last)| last),
                offset,
                limit,
            },
        })
    }
}

/// What was read, or `None` and its fault noted: all are told at once.
fn noted<T>(read: Result<T, InvalidField>, faults: &mut Vec<InvalidField>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

fn fault(name: &str, what: &str) -> InvalidField {
    InvalidField {
        message: format!("\"{name}\" {what}"),
        field: Some(name.to_owned()),
    }
}

fn read_cursor(text: &str) -> Result<Cursor, InvalidField> {
    Cursor::read(text).ok_or_else(|| fault("cursor", "must be one that an earlier answer gave"))
}

fn read_status(text: &str) -> Result<Status, InvalidField> {
    text.parse().map_err(|_| {
        let names = Status::ALL.map(Status::name).join(", ");
        fault("status", &format!("must be one of [{names}]"))
    })
}

/// `None` is a number that no boleto can have.
fn read_title_id(text: &str) -> Result<Option<TitleId>, InvalidField> {
    let digits = text.trim();
    let digits = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault("title_id", "must be a number"));
    }
    let number = text.trim().parse::<u64>().ok();
    Ok(number.and_then(|number| TitleId::new(number).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parameters: &[(&str, &'static str)]) -> Result<Page, ApiError> {
        Page::read(|name| {
            parameters
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| *value)
        })
    }

    fn window(parameters: &[(&str, &'static str)]) -> (u32, u64) {
        match read(parameters).unwrap() {
            Page::Of { window, .. } => (window.limit, window.offset),
            Page::Nothing => panic!("expected a page"),
        }
    }

    #[test]
    fn the_first_page_has_ten() {
        assert_eq!(window(&[]), (10, 0));
        assert_eq!(window(&[("page", "3"), ("count", "20")]), (20, 40));
    }

    #[test]
    fn page_and_count_are_clamped() {
        assert_eq!(window(&[("page", "0"), ("count", "0")]), (1, 0));
        assert_eq!(window(&[("page", "-5"), ("count", "1000")]), (100, 0));
        assert_eq!(window(&[("page", "x"), ("count", "y")]), (10, 0));
        let deep = [("page", "9223372036854775807"), ("count", "100")];
        assert_eq!(read(&deep).unwrap(), Page::Nothing);
    }

    #[test]
    fn a_title_id_that_no_boleto_can_have_finds_nothing() {
        assert_eq!(read(&[("title_id", "0")]).unwrap(), Page::Nothing);
        assert_eq!(
            read(&[("title_id", "99999999999999999999")]).unwrap(),
            Page::Nothing
        );
        assert_eq!(read(&[("token", "a\0b")]).unwrap(), Page::Nothing);
        assert!(read(&[("title_id", "abc")]).is_err());
    }

    #[test]
    fn a_cursor_says_by_itself_where_its_page_begins() {
        let page = read(&[
            ("cursor", "Ym9sXzAxa2FnZW4ycXM1cjh5ZjN6MXg0djdtOXRi"),
            ("page", "3"),
        ]);
        let Page::Of { window, .. } = page.unwrap() else {
            panic!("expected a page");
        };
        assert_eq!(
            window.before.map(|id| id.to_string()).as_deref(),
            Some("bol_01kagen2qs5r8yf3z1x4v7m9tb")
        );
        assert_eq!(window.offset, 0);
        assert!(read(&[("cursor", "made up")]).is_err());
    }

    #[test]
    fn a_status_that_there_is_not_is_an_error() {
        assert!(read(&[("status", "paid")]).is_err());
        assert!(read(&[("status", "refused")]).is_ok());
    }
}
