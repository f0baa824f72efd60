//! How long an answer asks to wait (RFC 9110, `Retry-After`).

use super::http::Arrived;
use super::json::MAX_SAFE;
use super::text::natural;

/// Seconds, or a date counted from the response's own `Date`: there is no clock in here. A form that is
/// neither says nothing, nor does one of more seconds than a JavaScript number holds.
pub(crate) fn seconds(response: &Arrived<'_>) -> Option<u64> {
    let value = response.header("retry-after")?;
    if let Some(seconds) = natural(value) {
        return Some(seconds).filter(|seconds| *seconds <= MAX_SAFE.unsigned_abs());
    }
    let until = date(value)?;
    let now = date(response.header("date")?)?;
    Some(until.saturating_sub(now))
}

/// What a date's form says of each character: a digit is a place of that number (day, year, hour, minute, second), `_` the
/// first of a day that may be a space, `*` a letter of a name, anything else itself. With it, where the month stands.
type Form = (&'static [u8], usize);
const IMF_FIXDATE: Form = (b"***, 00 *** 1111 22:33:44 GMT", 8);
/// What follows the weekday, whose length varies.
const RFC_850: Form = (b"00-***-11 22:33:44 GMT", 3);
const ASCTIME: Form = (b"*** *** _0 22:33:44 1111", 4);

const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
/// From the weekday of 1970-01-01 on, without the `day` at their end.
const WEEKDAYS: [&str; 7] = ["Thurs", "Fri", "Satur", "Sun", "Mon", "Tues", "Wednes"];

/// The seconds since 1970 of a date in one of the three forms of RFC 9110; `None` for what is none, and for a weekday
/// that is not the date's.
///
/// The crate `httpdate` reads the same, and the test holds this against it; its code is five times as much.
fn date(text: &str) -> Option<u64> {
    let text = text.as_bytes();
    let ((form, month_at), start) = match text.len() {
        24 => (ASCTIME, 0),
        29 => (IMF_FIXDATE, 0),
        length => (RFC_850, length.checked_sub(RFC_850.0.len())?),
    };
    let (weekday, dated) = text.split_at_checked(start)?;
    let [day, year, hour, minute, second] = numbers(dated, form)?;
    let name = dated.get(month_at..)?.first_chunk::<3>()?;
    let month = MONTHS.as_chunks().0.iter().position(|known| known == name)?;
    let month = u32::try_from(month).ok()?.wrapping_add(1);
    let year = match year {
        _ if start == 0 => year,
        0..70 => year.wrapping_add(2000),
        _ => year.wrapping_add(1900),
    };
    if year < 1970 || day == 0 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = days(year, month, day);
    let written = WEEKDAYS.get(usize::try_from(days % 7).ok()?)?.as_bytes();
    let right = match start {
        0 => text.get(..3) == written.get(..3),
        _ => weekday.strip_suffix(b"day, ") == Some(written),
    };
    let in_month = days < self::days(year, month.saturating_add(1), 1);
    let seconds = hour.wrapping_mul(60).wrapping_add(minute).wrapping_mul(60).wrapping_add(second);
    (in_month && right).then(|| u64::from(days).wrapping_mul(86_400).wrapping_add(seconds.into()))
}

/// The numbers of a text that has the form.
fn numbers(text: &[u8], form: &[u8]) -> Option<[u32; 5]> {
    let mut numbers = [0_u32; 5];
    for (byte, form) in text.iter().zip(form) {
        let form = match form {
            b'_' if *byte == b' ' => b' ',
            b'_' => b'0',
            form => *form,
        };
        if let Some(number) = form.checked_sub(b'0').and_then(|index| numbers.get_mut(usize::from(index))) {
            let digit = char::from(*byte).to_digit(10)?;
            *number = number.wrapping_mul(10).wrapping_add(digit);
        } else if form != *byte && form != b'*' {
            return None;
        }
    }
    Some(numbers)
}

/// The days from 1970-01-01 to a day that is not before it. The month after December is the next year's first.
#[expect(clippy::arithmetic_side_effects, reason = "a year from 1970 on, of at most four digits")]
#[inline(never)]
fn days(year: u32, month: u32, day: u32) -> u32 {
    // A year that begins in March ends with its leap day.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 719_469
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::time::{Duration, SystemTime};

    use httpdate::{fmt_http_date, parse_http_date};
    use proptest::prelude::*;

    use super::date;

    fn theirs(text: &str) -> Option<u64> {
        // The one character that crate does not look at: what stands before the time of an RFC 850 date.
        let before_time = text.len().checked_sub(13).filter(|_| text.len() > 29);
        if before_time.is_some_and(|at| text.as_bytes().get(at) != Some(&b' ')) {
            return None;
        }
        let since = parse_http_date(text).ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(since.as_secs())
    }

    /// A moment in the three forms.
    fn forms(seconds: u64) -> [String; 3] {
        let since = Duration::from_secs(seconds);
        let fixed =
            fmt_http_date(SystemTime::UNIX_EPOCH.checked_add(since).unwrap_or(SystemTime::UNIX_EPOCH));
        let mut parts = fixed.split([',', ' ']).filter(|part| !part.is_empty());
        let [weekday, day, month, year, time] = [(); 5].map(|()| parts.next().unwrap_or_default());
        let long = super::WEEKDAYS.iter().find(|long| long.starts_with(weekday)).copied().unwrap_or_default();
        let short = year.get(2..).unwrap_or_default();
        let spaced = day.replacen('0', if day.starts_with('0') { " " } else { "0" }, 1);
        [
            format!("{long}day, {day}-{month}-{short} {time} GMT"),
            format!("{weekday} {month} {spaced} {time} {year}"),
            fixed,
        ]
    }

    #[test]
    fn every_day_is_read_in_every_form() {
        for day in (0..2_932_896_u64).step_by(17).chain(0..47_482) {
            let seconds = day.saturating_mul(86_400).saturating_add(day % 86_400);
            for text in forms(seconds) {
                assert_eq!(date(&text), theirs(&text), "{text}");
            }
            let [.., fixed] = forms(seconds);
            assert_eq!(date(&fixed), Some(seconds));
        }
    }

    proptest! {
        #[test]
        fn a_changed_date_is_what_another_reader_makes_of_it(
            seconds in 0..253_402_300_800_u64, form in 0..3_usize, at in 0..40_usize, byte in 0x20..0x7f_u8,
            cut in 0..40_usize,
        ) {
            let text = forms(seconds).into_iter().nth(form).unwrap_or_default();
            let mut changed = text.clone().into_bytes();
            if let Some(place) = changed.get_mut(at) {
                *place = byte;
            }
            for text in [String::from_utf8(changed).unwrap_or_default(), text.chars().take(cut).collect()] {
                // Neither reader is handed a text with spaces around it.
                prop_assert_eq!(date(text.trim()), theirs(text.trim()), "{}", text);
            }
        }

        #[test]
        fn numbers_out_of_range_are_no_date(
            day in 0..40_u32, month in 0..12_usize, year in 1960..2110_u32, weekday in 0..7_usize,
            hour in 0..26_u32, minute in 55..62_u32,
        ) {
            let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].get(weekday).copied().unwrap_or_default();
            let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
            let month = months.get(month).copied().unwrap_or_default();
            let text = format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{minute:02} GMT");
            prop_assert_eq!(date(&text), theirs(&text), "{}", text);
        }
    }
}
