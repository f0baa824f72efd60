//! ISO 4217: which codes there are and how many digits their minor unit has (the exponent).
//!
//! The table is list one of ISO 4217 as published on 2024-06-25, with XAD and XCG, which were added in 2025. Codes
//! withdrawn since then stay: a refund can outlive its currency, and whether it is still possible is the
//! provider's to say.

use super::json::{Write, Writer, serialize_as_written};
use super::text::concat;

/// The largest exponent an account or caller may give: the most digits an exact decimal holds.
pub const MAX_EXPONENT: u32 = 28;

/// Every code with the digits of its minor unit, `-` where there is none.
const CODES: &str = "\
    AED2AFN2ALL2AMD2ANG2AOA2ARS2AUD2AWG2AZN2\
    BAM2BBD2BDT2BGN2BHD3BIF0BMD2BND2BOB2BOV2BRL2BSD2BTN2BWP2BYN2BZD2\
    CAD2CDF2CHE2CHF2CHW2CLF4CLP0CNY2COP2COU2CRC2CUC2CUP2CVE2CZK2DJF0DKK2DOP2DZD2EGP2ERN2ETB2EUR2FJD2FKP2\
    GBP2GEL2GHS2GIP2GMD2GNF0GTQ2GYD2HKD2HNL2HTG2HUF2IDR2ILS2INR2IQD3IRR2ISK0JMD2JOD3JPY0\
    KES2KGS2KHR2KMF0KPW2KRW0KWD3KYD2KZT2LAK2LBP2LKR2LRD2LSL2LYD3\
    MAD2MDL2MGA2MKD2MMK2MNT2MOP2MRU2MUR2MVR2MWK2MXN2MXV2MYR2MZN2NAD2NGN2NIO2NOK2NPR2NZD2OMR3\
    PAB2PEN2PGK2PHP2PKR2PLN2PYG0QAR2RON2RSD2RUB2RWF0\
    SAR2SBD2SCR2SDG2SEK2SGD2SHP2SLE2SOS2SRD2SSP2STN2SVC2SYP2SZL2THB2TJS2TMT2TND3TOP2TRY2TTD2TWD2TZS2\
    UAH2UGX0USD2USN2UYI0UYU2UYW4UZS2VED2VES2VND0VUV0WST2\
    XAD2XAF0XAG-XAU-XBA-XBB-XBC-XBD-XCD2XCG2XDR-XOF0XPD-XPF0XPT-XSU-XTS-XUA-XXX-YER2ZAR2ZMW2ZWG2";

/// Where the codes of each letter begin, and where the last one's end.
static STARTS: [u8; 27] = {
    let mut starts = [0; 27];
    let (mut rest, mut at) = (starts.as_mut_slice(), 0_u8);
    let (mut codes, mut letter) = (CODES.as_bytes().as_chunks::<4>().0, b'A');
    while let Some((start, after)) = rest.split_first_mut() {
        while let Some(([first, ..], others)) = codes.split_first() {
            if *first >= letter {
                break;
            }
            (codes, at) = (others, at.saturating_add(1));
        }
        *start = at;
        (rest, letter) = (after, letter.saturating_add(1));
    }
    starts
};

const _: () = assert!(CODES.len() / 4 <= u8::MAX as usize, "places are counted in a byte");

/// How many digits a currency's minor unit has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exponent {
    /// So many digits.
    Digits(u32),
    /// ISO 4217 gives none ("N.A."): precious metals, funds, test codes.
    None,
}

/// A source that gives a currency another exponent than ISO 4217 does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disputed {
    /// The currency.
    pub code: &'static str,
    /// The source.
    pub source: &'static str,
    /// Its exponent.
    pub exponent: u32,
}

impl Write for Disputed {
    fn write(&self, to: &mut Writer) {
        to.object(|to| {
            to.pair("where", self.source);
            to.key("exponent").integer(self.exponent.into());
        });
    }
}

serialize_as_written!(Disputed);

/// The exponent of ISO 4217; `None` for a code that is not in it.
#[must_use]
pub fn iso(code: &str) -> Option<Exponent> {
    let [first, second, third] = *code.as_bytes().first_chunk().filter(|_| code.len() == 3)?;
    let letter = usize::from(first.checked_sub(b'A')?);
    let (from, to) = (STARTS.get(letter)?, STARTS.get(letter.saturating_add(1))?);
    let alike = CODES.as_bytes().as_chunks().0.get(usize::from(*from)..usize::from(*to))?;
    let [.., digits] = alike.iter().find(|[_, b, c, _]| (*b, *c) == (second, third))?;
    Some(match digits.checked_sub(b'0') {
        Some(digits) => Exponent::Digits(digits.into()),
        None => Exponent::None,
    })
}

/// Every code of the table.
pub(crate) fn each_code(each: &mut dyn FnMut(&'static str)) {
    let mut rest = CODES;
    while let Some((code, after)) = rest.split_at_checked(4) {
        each(code.get(..3).unwrap_or_default());
        rest = after;
    }
}

/// Three upper-case letters.
pub(crate) fn well_formed(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

pub(crate) fn unknown(code: &str, remedy: &str) -> String {
    let code = super::issue::printable(code);
    concat(&[
        "must be a code of ISO 4217, which `",
        &code,
        "` is not; if you are sure, give its exponent in ",
        remedy,
    ])
}
