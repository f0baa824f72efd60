//! Numbers and amounts: exact, and what they are in the unit of their field.

use std::borrow::Cow;

use super::way::{At, Seen};
use super::{Source, Walk};
use crate::core::field::{Field, Kind};
use crate::core::issue::Code;
use crate::core::json::{MAX_SAFE, Node, Shape};
use crate::core::money::{self, Amount, Refused};
use crate::core::text::{self, concat};

impl<'a> Walk<'_, 'a> {
    /// A JavaScript number beyond 2^53 - 1 may not be the number its author wrote.
    fn unsafe_number(&mut self, value: Node<'_>, integer: Option<i64>, at: &At<'_>) -> bool {
        if self.source != Source::Script {
            return false;
        }
        let beyond = match integer {
            Some(integer) => integer.unsigned_abs() > MAX_SAFE.unsigned_abs(),
            None => match money::number(value.as_str()) {
                Ok(number) => number.is_unsafe(),
                Err(_) => money::has_exponent(value.as_str(), '+'),
            },
        };
        if beyond {
            let rule = "is a JavaScript number beyond 2^53 - 1, which may have changed already";
            self.issue(Code::UnsafeNumber, at, rule);
        }
        beyond
    }

    #[inline]
    fn whole(&mut self, value: Node<'_>, at: &At<'_>) -> Option<i64> {
        // Most are a few plain digits.
        match text::natural(value.as_str()).map(i64::try_from) {
            Some(Ok(integer)) if integer <= MAX_SAFE => Some(integer),
            _ => self.odd_integer(value, at),
        }
    }

    #[cold]
    #[inline(never)]
    fn odd_integer(&mut self, value: Node<'_>, at: &At<'_>) -> Option<i64> {
        let integer = money::integer(value.as_str());
        if self.unsafe_number(value, integer.ok(), at) {
            return None;
        }
        match integer {
            Ok(integer) => Some(integer),
            Err(Refused::Fraction) => {
                self.issue(Code::NotAnInteger, at, "must be an integer, without a fraction");
                None
            }
            Err(_) => {
                self.issue(Code::OutOfRange, at, "must fit in 64 bits");
                None
            }
        }
    }

    pub(super) fn integer(&mut self, value: Node<'_>, min: i64, max: i64, at: &At<'_>) -> Option<i64> {
        let integer = self.whole(value, at)?;
        if integer < min || integer > max {
            self.issue(
                Code::OutOfRange,
                at,
                &concat(&["must be from ", &text::integer(min), " to ", &text::integer(max)]),
            );
            return None;
        }
        Some(integer)
    }

    pub(super) fn minor(&mut self, value: Node<'_>, max: i64, at: &At<'_>) -> Option<i64> {
        let amount = self.whole(value, at)?;
        if amount <= 0 {
            self.issue(Code::NotPositive, at, "must be above zero");
            return None;
        }
        if amount > max {
            self.issue(
                Code::OutOfRange,
                at,
                &concat(&["must be at most ", &text::integer(max), " minor units"]),
            );
            return None;
        }
        Some(amount)
    }

    /// The amount, and whether it was given as text.
    pub(super) fn major(&mut self, value: Node<'a>, at: &At<'_>) -> Option<(Amount<'a>, bool)> {
        let written = value.shape() == Some(Shape::Text);
        let parsed = if written {
            match self.plain(value, at)? {
                Cow::Borrowed(text) => money::decimal(text),
                Cow::Owned(text) => money::decimal(&text).map(Amount::into_owned),
            }
        } else if self.unsafe_number(value, None, at) {
            return None;
        } else {
            money::number(value.as_str())
        };
        match parsed {
            Ok(amount) if !amount.is_positive() => {
                self.issue(Code::NotPositive, at, "must be above zero");
                None
            }
            Ok(amount) => Some((amount, written)),
            Err(why) => {
                self.findings.issues.push(money::not_decimal(why, at.path()));
                None
            }
        }
    }

    /// Whether the amounts in major units have no more decimals than their currency.
    pub(super) fn decimals(&mut self, first: usize, fields: &'static [Field], seen: &Seen, path: &At<'_>) {
        for field in fields {
            let Kind::Major { currency } = &field.kind else { continue };
            let code = currency.and_then(|name| self.checked.from(first).text(name));
            let place = currency.and_then(|name| fields.iter().position(|field| field.name == name));
            if code.is_none() && place.is_some_and(|index| seen.has(index)) {
                // A currency that did not pass says nothing about decimals.
                continue;
            }
            let digits = self.context.settings.decimals_of(code);
            let Some((amount, written)) = self.checked.amount_mut(first, field) else { continue };
            if !written {
                amount.shorten(digits);
            }
            if amount.scale() > digits {
                self.issue(Code::TooPrecise, &path.key(field.name), &money::too_precise(digits));
            }
        }
    }
}
