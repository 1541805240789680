//! Which page of which boletos a request asks for.

use boleto::TitleId;
use service::error::ApiError;
use store::Filter;

/// A page of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Nothing can fit.
    Nothing,
    /// Boletos that fit `filter`.
    Of {
        /// What they have in common.
        filter: Filter,
        /// At most so many.
        limit: u32,
        /// After so many.
        offset: u64,
    },
}

const FIRST_PAGE: u64 = 1;
const DEFAULT_COUNT: u32 = 10;
const LARGEST_COUNT: u32 = 100;
/// Beyond so many boletos a page by number would be a walk through all that come before it.
const DEEPEST: u64 = 1_000_000;

impl Page {
    /// Reads the parameters. Pages count from 1; page and count that make no sense are the nearest that do.
    pub(crate) fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Result<Self, ApiError> {
        let number = |name| parameter(name).and_then(|text| text.trim().parse::<i64>().ok());
        let page = number("page").map_or(FIRST_PAGE, |page| u64::try_from(page).unwrap_or(0));
        let limit = number("count").map_or(DEFAULT_COUNT, |count| {
            u32::try_from(count.clamp(1, i64::from(LARGEST_COUNT))).unwrap_or(LARGEST_COUNT)
        });
        let offset = page
            .max(FIRST_PAGE)
            .saturating_sub(1)
            .saturating_mul(u64::from(limit));

        if offset > DEEPEST {
            return Ok(Self::Nothing);
        }
        let title_id = match parameter("title_id") {
            None => None,
            Some(text) => {
                let number = text.trim().parse::<i128>().map_err(|_| {
                    ApiError::invalid("\"title_id\" must be a number", Some("title_id"))
                })?;
                let title_id = u64::try_from(number)
                    .ok()
                    .and_then(|id| TitleId::new(id).ok());
                let Some(title_id) = title_id else {
                    return Ok(Self::Nothing);
                };
                Some(title_id)
            }
        };
        let token = parameter("token").map(str::to_owned);
        // No text in the database holds a null character, and Postgres would not even compare with one.
        if token.as_ref().is_some_and(|token| token.contains('\0')) {
            return Ok(Self::Nothing);
        }
        Ok(Self::Of {
            filter: Filter { token, title_id },
            limit,
            offset,
        })
    }
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
            Page::Of { limit, offset, .. } => (limit, offset),
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
}
