//! The only code that names JavaScript: thin, generic over operations, and without state but what lies on the
//! [`desk`], what was [`said`] last and the number of the next line.
//!
//! An account crosses the boundary once. What a call needs of it comes back as a text without secrets, which the
//! caller hands in again by [`select`] before it calls for another account; the credential headers stay on the
//! other side. Every text is UTF-8, every length counts bytes, and texts of one call lie one behind the other.

mod desk;
mod encode;
mod money;
mod said;

use std::cell::{Cell, LazyCell};

use desk::answer;
use rlsf::SmallGlobalTlsf;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::account::{Account, Provider, check_origin};
use crate::core::answer::{self as answers, Answer, Echo, Needed};
use crate::core::bulk;
use crate::core::check::{Input, Source};
use crate::core::field::{Field, Kind};
use crate::core::http::{Arrived, Sent};
use crate::core::issue::{Findings, Issue};
use crate::core::json::{Write, Writer};
use crate::core::operation::Operation;
use crate::core::schema::Schema;
use crate::providers::{self, PROVIDERS, worldpay};

#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

/// An operation by its place in the register, counted through all providers.
fn operation(index: usize) -> Result<(&'static Provider, &'static Operation), Vec<Issue>> {
    let mut at = index;
    for provider in PROVIDERS {
        if let Some(operation) = provider.operations.get(at) {
            return Ok((provider, operation));
        }
        at = at.saturating_sub(provider.operations.len());
    }
    Err(Vec::new())
}

/// What JavaScript keeps of an account.
struct Connected(Account);

impl Write for Connected {
    fn write(&self, to: &mut Writer) {
        let Account { provider, settings, credentials } = &self.0;
        to.object(|to| {
            to.pair("settings", &settings.to_text());
            to.key("credentials").object(|to| {
                for (name, secret) in credentials {
                    to.pair(name, secret.expose());
                }
            });
            to.key("headers").array(|to| {
                answers::headers(provider, &mut |name| to.text(name));
            });
            to.key("operations").object(|to| {
                let before = PROVIDERS.iter().take_while(|known| known.name != provider.name);
                let mut index = before.map(|known| known.operations.len()).sum();
                for operation in provider.operations {
                    to.key(operation.name).object(|to| {
                        to.key("index").integer(encode::place(index));
                        fields(operation.fields, to.key("fields"));
                        names("sent", operation, |echo| echo.sent.first(), to);
                        names("received", operation, |echo| echo.received.last(), to);
                    });
                    index = index.saturating_add(1);
                }
            });
        });
    }
}

/// The names of a table in their order, each with those of the table within.
fn fields(table: &'static [Field], to: &mut Writer) {
    to.object(|to| {
        for field in table {
            match within(&field.kind) {
                Some(table) => fields(table, to.key(field.name)),
                None => to.key(field.name).null(),
            }
        }
    });
}

fn within(kind: &'static Kind) -> Option<&'static [Field]> {
    match kind {
        Kind::Object(table) => Some(table),
        Kind::WordOr(_, kind) => within(kind),
        _ => None,
    }
}

/// A name of each echo.
#[inline(never)]
fn names(
    key: &'static str,
    operation: &Operation,
    name: fn(&'static Echo) -> Option<&'static &'static str>,
    to: &mut Writer,
) {
    to.key(key).array(|to| {
        for echo in operation.echoes {
            if let Some(name) = name(echo) {
                to.text(name);
            }
        }
    });
}

/// Room for the texts of a call, with what is there already; where it begins.
#[wasm_bindgen]
pub fn room(bytes: usize) -> usize {
    desk::room(bytes)
}

/// Where the last answer begins.
#[wasm_bindgen]
pub fn output() -> usize {
    desk::output()
}

/// Says for which account the next calls are, by its settings.
#[wasm_bindgen]
pub fn select(settings: usize) {
    desk::select(settings);
}

/// Checks an account, given after the provider's name; refuses with its issues.
#[wasm_bindgen]
pub fn connect(provider: usize, account: usize) -> i32 {
    answer(&mut |given, to| {
        let known = providers::named(given.text(0, provider)).map_err(|error| error.issues)?;
        let connected = Account::connect(known, given.text(provider, account), Source::Script);
        Connected(connected.map_err(|error| error.issues)?).write(to);
        Ok(())
    })
}

/// Builds a request without credentials; refuses with its issues. `known` says that who asks knows the head that was said
/// last. See [`encode::message`] for its form.
#[wasm_bindgen]
pub fn request(index: usize, input: usize, known: bool) -> i32 {
    answer(&mut |given, to| {
        let (provider, operation) = operation(index)?;
        let input = Input::of(given.text(0, input), Source::Script);
        let built = operation.build(provider, given.settings()?, &input);
        encode::message(&built.map_err(|error| error.issues)?, known, to);
        Ok(())
    })
}

/// Every issue and warning of an input.
#[wasm_bindgen]
pub fn validate(index: usize, input: usize) -> i32 {
    answer(&mut |given, to| {
        let (provider, operation) = operation(index)?;
        let input = Input::of(given.text(0, input), Source::Script);
        let (_, Findings { issues, warnings }) = operation.check(provider, given.settings()?, &input);
        to.object(|to| {
            to.key("issues").list(&issues);
            to.key("warnings").list(&warnings);
        });
        Ok(())
    })
}

/// Reads an answer: its body, behind what else is known of it, as [`encode::given`] takes it apart; where `sent`, the length
/// of what was sent, is negative, by itself. A negative status says that none arrived. Unless the input is `whole`, and
/// where more of it matters, the answer only says so ([`encode::lacking`]). `known` says that who asks knows the verdict
/// that was said last. See [`encode::outcome`] for what comes back: JSON text, because as objects a provider's field named
/// `__proto__` would be lost, and a huge number an error.
#[wasm_bindgen]
pub fn outcome(
    index: usize,
    status: i32,
    truncated: bool,
    sent: i32,
    text: usize,
    whole: bool,
    known: bool,
) -> i32 {
    answer(&mut |given, to| {
        let (provider, operation) = operation(index)?;
        let text = given.text(0, text);
        let (sent, headers, body) =
            usize::try_from(sent).map_or(("", "", text), |sent| encode::given(text, sent));
        let header = |name: &str| encode::header(headers, name);
        let arrived =
            u16::try_from(status).ok().map(|status| Arrived { status, headers: &header, body, truncated });
        let tape = answers::tape(arrived.as_ref());
        let answer = Answer::of(provider, operation, given.settings()?, arrived.as_ref(), tape.as_ref());
        let sent = (!sent.is_empty()).then(|| LazyCell::new(move || Input::of(sent, Source::Script)));
        let mut lacking = false;
        let read = answer.read(&mut |needed| {
            lacking = !whole && (needed == Needed::Whole || sent.is_none());
            let sent = sent.as_ref().filter(|_| !lacking)?;
            Some(operation.check(provider, answer.settings, sent))
        });
        if lacking {
            encode::lacking(to);
        } else {
            encode::outcome(&answer, &read, known, to);
        }
        Ok(())
    })
}

thread_local! {
    static NEXT_LINE: Cell<u64> = const { Cell::new(1) };
}

/// The number of the line after those that [`requests`] was given.
#[wasm_bindgen(js_name = nextLine)]
pub fn next_line() -> f64 {
    encode::number(NEXT_LINE.get())
}

/// Builds a request for each line of NDJSON; the first line has the given number.
#[wasm_bindgen]
pub fn requests(index: usize, first: f64, lines: usize) -> i32 {
    answer(&mut |given, to| {
        let (provider, operation) = operation(index)?;
        let settings = given.settings()?;
        let block = given.bytes.get(..lines).unwrap_or_default();
        NEXT_LINE.set(bulk::lines(encode::line_number(first), block, &mut |number, line| {
            bulk::line(provider, operation, settings, number, line, |result| {
                let result = result.as_ref().map(|request| request as &dyn Sent);
                bulk::write_line(number, result.map_err(Vec::as_slice), to);
                to.line_end();
            });
        }));
        Ok(())
    })
}

/// Refuses with an issue unless the URL begins with the account's base.
#[wasm_bindgen]
pub fn authorize(url: usize) -> i32 {
    answer(&mut |given, _| check_origin(given.settings()?, given.text(0, url)).map_err(|error| error.issues))
}

/// The link data of a Worldpay link; refuses with an issue.
#[wasm_bindgen(js_name = linkData)]
pub fn link_data(href: usize) -> i32 {
    answer(&mut |given, to| {
        let found = worldpay::link_data(given.settings()?, given.text(0, href));
        to.raw().push_str(found.map_err(|error| error.issues)?);
        Ok(())
    })
}

/// The JSON Schema of an operation's input.
#[wasm_bindgen(js_name = inputSchema)]
pub fn input_schema(index: usize) -> i32 {
    answer(&mut |given, to| {
        let (_, operation) = operation(index)?;
        Schema { operation, settings: given.settings()? }.write(to);
        Ok(())
    })
}

/// Everything there is, as data. Asked when the package is built.
#[cfg(not(undescribed))]
#[wasm_bindgen]
pub fn describe() -> i32 {
    answer(&mut |_, to| {
        crate::core::describe::Description(PROVIDERS).write(to);
        Ok(())
    })
}
