//! The due day, from the forms that clients write it in.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, date},
    tz::TimeZone,
};

use super::{
    fields::{Fields, Value},
    number::whole,
};

/// The first day that a due factor can state.
const FIRST: Date = date(2000, 7, 3);
/// The last day that a due factor can state.
const LAST: Date = date(2049, 10, 13);

impl Fields<'_> {
    /// Takes the due day, which must be there: the calendar day as written, in the offset that the text itself gives;
    /// milliseconds since 1970 in UTC.
    pub(super) fn due_date(&mut self, name: &str) -> Option<Date> {
        let day = match self.take(name) {
            None => {
                self.fault(name, "is required");
                return None;
            }
            Some(Value::Number(text)) => from_millis(text),
            Some(Value::Text(text)) => from_text(text.trim()),
            Some(
                Value::Null
                | Value::Boolean(_)
                | Value::Array(_)
                | Value::Object(_)
                | Value::Unreadable,
            ) => None,
        };
        match day {
            None => self.fault(
                name,
                "must be a number of milliseconds or valid date string",
            ),
            Some(day) if day < FIRST => {
                self.fault(name, "must be larger than or equal to 2000-07-03")
            }
            Some(day) if day > LAST => self.fault(name, "must be less than or equal to 2049-10-13"),
            Some(day) => return Some(day),
        }
        None
    }
}

fn from_millis(text: &str) -> Option<Date> {
    let millis = whole(text).ok()?;
    Some(
        Timestamp::from_millisecond(millis)
            .ok()?
            .to_zoned(TimeZone::UTC)
            .date(),
    )
}

fn from_text(text: &str) -> Option<Date> {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match text.as_bytes() {
        [.., b'-', _, _, _, _] if text.len() == 10 => american(text),
        // `20261220` would be a day to some and a moment of 1970 to others.
        bytes if !bytes.is_empty() && is_number(text) => from_millis(text),
        [b'A'..=b'Z', ..] => javascript(text),
        _ => iso(text),
    }
}

/// `12-20-2026`.
fn american(text: &str) -> Option<Date> {
    Date::strptime("%m-%d-%Y", text).ok()
}

/// `2026-12-20`, or a moment by RFC 3339 whose day is taken as it stands.
fn iso(text: &str) -> Option<Date> {
    if text.len() == 10 {
        return Date::strptime("%Y-%m-%d", text).ok();
    }
    let (day, rest) = text.split_at_checked(10)?;
    if !rest.starts_with(['T', 't', ' ']) {
        return None;
    }
    let day = Date::strptime("%Y-%m-%d", day).ok()?;
    // With an offset it is a moment, without one a civil time: either must exist.
    let exists = text.parse::<Timestamp>().is_ok() || text.parse::<DateTime>().is_ok();
    exists.then_some(day)
}

/// `Tue Apr 18 2017 18:46:59 GMT-0300 (-03)`, the text of a JavaScript `Date`.
fn javascript(text: &str) -> Option<Date> {
    let text = text.split(" (").next()?;
    let moment = jiff::fmt::strtime::parse("%a %b %d %Y %H:%M:%S GMT%z", text).ok()?;
    moment.to_date().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_taken_as_written() {
        for text in [
            "2026-12-20",
            "2026-12-20T00:00:00Z",
            "2026-12-20T23:59:59.999-03:00",
            "2026-12-20T00:30:00+14:00",
            "2026-12-20T10:00:00",
            "12-20-2026",
            "Sun Dec 20 2026 23:46:59 GMT-0300 (-03)",
            "Sun Dec 20 2026 00:00:00 GMT+0000 (Coordinated Universal Time)",
            "1797724800000",
        ] {
            assert_eq!(from_text(text), Some(date(2026, 12, 20)), "{text}");
        }
        assert_eq!(from_millis("1797724799999"), Some(date(2026, 12, 19)));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "tomorrow",
            "2026-02-30",
            "2026-13-01",
            "20-12-2026",
            "2026-12-20T25:00:00Z",
            "2026-12-20 nonsense",
            "2026-12-2",
            "Sun Foo 20 2026 00:00:00 GMT+0000",
            "99999999999999999999",
            "é2026-12-20",
        ] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }
}
