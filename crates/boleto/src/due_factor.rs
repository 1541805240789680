//! The due day as a barcode states it.

use core::fmt;

use jiff::civil::{Date, date};
use thiserror::Error;

/// Days since a base day, in four digits: *fator de vencimento*.
///
/// The count began on 1997-10-07 and is used from 1000, 2000-07-03, to 9999, 2025-02-21; the day after is 1000 again, so
/// that 9999 comes a second and last time on 2049-10-13. No official text covers later days.
///
/// Source: BACEN Carta-Circular 2926/2000; ABBC, *Manual Operacional do Fator de Vencimento* v01, III and IV; Itaú,
/// *Cobrança 400 bytes* Jul/2021, annex 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DueFactor(u16);

/// A due day that no barcode can state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "expected a due day from {} to {}, not {found}",
    DueFactor::FIRST_DAY,
    DueFactor::LAST_DAY
)]
pub struct DueDayOutOfRange {
    /// The day that was asked for.
    pub found: Date,
}

impl DueFactor {
    /// The first day that a barcode can state.
    pub const FIRST_DAY: Date = date(2000, 7, 3);
    /// The last day that a barcode can state.
    pub const LAST_DAY: Date = date(2049, 10, 13);

    /// How many days lie between the two days that a factor can mean.
    const CYCLE: i64 = 9000;
    const MIN: u16 = 1000;
    const MAX: u16 = 9999;

    /// How many days before the reference day a read factor can lie.
    const DAYS_OVERDUE: i64 = 3000;
    /// How many days after the reference day a read factor can lie.
    const DAYS_AHEAD: i64 = 5500;

    /// The factor of a due day.
    ///
    /// # Errors
    /// Days before [`DueFactor::FIRST_DAY`] or after [`DueFactor::LAST_DAY`].
    pub fn of(due_on: Date) -> Result<Self, DueDayOutOfRange> {
        if due_on < Self::FIRST_DAY || due_on > Self::LAST_DAY {
            return Err(DueDayOutOfRange { found: due_on });
        }
        let days = days_between(Self::FIRST_DAY, due_on) % Self::CYCLE;
        // `days` is below 9000, so that the factor has four digits.
        Ok(Self(Self::MIN + days as u16))
    }

    /// The factor written as `number`, or nothing where that is below 1000 or above 9999.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        (Self::MIN..=Self::MAX)
            .contains(&number)
            .then_some(Self(number))
    }

    /// The four digits as a number, 1000 to 9999.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }

    /// The two days that the factor can mean, 9000 days apart.
    #[must_use]
    pub fn candidates(self) -> [Date; 2] {
        let days = i64::from(self.0 - Self::MIN);
        [days, days + Self::CYCLE].map(|days| {
            Self::FIRST_DAY
                .checked_add(jiff::Span::new().days(days))
                .expect("at most 18,000 days after 2000-07-03")
        })
    }

    /// The day that the factor means to someone who reads it on `today`: the candidate from 3000 days before to 5500
    /// days after. Nothing where neither lies in that window; banks refuse such slips.
    ///
    /// Source: ABBC, *Manual Operacional do Fator de Vencimento* v01, IV. Its own table and text differ by a day at the
    /// window's edge; both edges count as inside here.
    #[must_use]
    pub fn due_on(self, today: Date) -> Option<Date> {
        self.candidates().into_iter().find(|candidate| {
            (-Self::DAYS_OVERDUE..=Self::DAYS_AHEAD).contains(&days_between(today, *candidate))
        })
    }
}

impl fmt::Display for DueFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_starts_again_at_1000_after_9999() {
        for (day, factor) in [
            (date(2000, 7, 3), 1000),
            (date(2025, 2, 21), 9999),
            (date(2025, 2, 22), 1000),
            (date(2049, 10, 13), 9999),
        ] {
            assert_eq!(DueFactor::of(day).map(DueFactor::get), Ok(factor), "{day}");
        }
    }

    #[test]
    fn days_that_no_factor_states_are_refused() {
        for found in [date(2000, 7, 2), date(2049, 10, 14), Date::MIN, Date::MAX] {
            assert_eq!(DueFactor::of(found), Err(DueDayOutOfRange { found }));
        }
    }

    #[test]
    fn a_number_below_1000_or_of_five_digits_is_no_factor() {
        assert_eq!(DueFactor::from_number(999), None);
        assert_eq!(DueFactor::from_number(10_000), None);
        assert_eq!(DueFactor::from_number(1000).map(DueFactor::get), Some(1000));
        assert_eq!(DueFactor::from_number(9999).map(DueFactor::get), Some(9999));
    }

    #[test]
    fn both_edges_of_the_window_are_inside_and_the_days_beyond_are_not() {
        let factor = DueFactor::of(date(2030, 1, 1)).unwrap();
        let [_, due_on] = factor.candidates();
        assert_eq!(due_on, date(2030, 1, 1));
        let reads_on = |days: i64| {
            let today = due_on.checked_add(jiff::Span::new().days(days)).unwrap();
            factor.due_on(today)
        };
        assert_eq!(reads_on(3000), Some(due_on));
        assert_eq!(reads_on(3001), None);
        assert_eq!(reads_on(-5500), Some(due_on));
        assert_eq!(reads_on(-5501), None);
    }

    #[test]
    fn far_reference_days_do_not_panic() {
        let factor = DueFactor::from_number(5000).unwrap();
        assert_eq!(factor.due_on(Date::MIN), None);
        assert_eq!(factor.due_on(Date::MAX), None);
    }
}
