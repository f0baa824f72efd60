//! ISO 4217: which codes there are and how many digits their minor unit has (the exponent).
//!
//! The table is list one of ISO 4217 as published on 2024-06-25, with XAD and XCG, which were added in 2025. Codes
//! withdrawn since then stay: a refund can outlive its currency, and whether it is still possible is the
//! provider's to say.

use super::json::{Write, Writer, serialize_as_written};
use super::text::concat;

/// The largest exponent an account or caller may give: the most digits an exact decimal holds.
pub const MAX_EXPONENT: u32 = 28;

const DIGITS_0: &str = "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF";
const DIGITS_2: &str = "\
    AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDF\
    CHECHFCHWCNYCOPCOUCRCCUCCUPCVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQ\
    GYDHKDHNLHTGHUFIDRILSINRIRRJMDKESKGSKHRKPWKYDKZTLAKLBPLKRLRDLSLMADMDLMGAMKDMMK\
    MNTMOPMRUMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDPABPENPGKPHPPKRPLNQARRONRSDRUB\
    SARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSDUSN\
    UYUUZSVEDVESWSTXADXCDXCGYERZARZMWZWG";
const DIGITS_3: &str = "BHDIQDJODKWDLYDOMRTND";
const DIGITS_4: &str = "CLFUYW";
const NO_MINOR_UNIT: &str = "XAGXAUXBAXBBXBCXBDXDRXPDXPTXSUXTSXUAXXX";

const TABLE: [(&str, Exponent); 5] = [
    (DIGITS_2, Exponent::Digits(2)),
    (DIGITS_0, Exponent::Digits(0)),
    (DIGITS_3, Exponent::Digits(3)),
    (DIGITS_4, Exponent::Digits(4)),
    (NO_MINOR_UNIT, Exponent::None),
];

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
    let wanted = number(*code.as_bytes().first_chunk().filter(|_| code.len() == 3)?);
    TABLE
        .iter()
        .find(|(codes, _)| {
            codes.as_bytes().as_chunks().0.binary_search_by_key(&wanted, |code| number(*code)).is_ok()
        })
        .map(|(_, exponent)| *exponent)
}

/// A code as a number, by which codes have the same order.
fn number([first, second, third]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, first, second, third])
}

/// Every code of the table.
pub(crate) fn each_code(each: &mut dyn FnMut(&'static str)) {
    for (codes, _) in TABLE {
        let mut rest = codes;
        while let Some((code, after)) = rest.split_at_checked(3) {
            each(code);
            rest = after;
        }
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
