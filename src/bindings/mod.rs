//! The only code that names JavaScript: thin, generic over operations, and without state but the last settings
//! that were read.
//!
//! An account crosses the boundary once. What a call needs of it comes back as a text without secrets, which
//! the caller hands in again with every call; the credential headers stay on the other side.

mod encode;
mod money;

use rlsf::SmallGlobalTlsf;
use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::core::account::{Account, Provider, Settings, check_origin};
use crate::core::check::Source;
use crate::core::describe::Description;
use crate::core::http::Response;
use crate::core::issue::{Findings, Issue};
use crate::core::json::{Write, Writer};
use crate::core::operation::Operation;
use crate::core::schema::Schema;
use crate::core::{bulk, outcome as outcomes};
use crate::providers::{self, PROVIDERS, worldpay};

#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

/// Issues as they are thrown: JSON text, which no other error of ours begins like.
fn refused(issues: &[Issue]) -> JsValue {
    let mut to = Writer::with_capacity(256);
    to.list(issues);
    JsValue::from_str(&to.finish())
}

thread_local! {
    /// The settings of the last call. Calls come in runs of the same account.
    static LAST: RefCell<Option<(Vec<u8>, Rc<Settings>)>> = const { RefCell::new(None) };
}

fn settings(bytes: &[u8]) -> Result<Rc<Settings>, JsValue> {
    LAST.with_borrow_mut(|last| {
        if let Some((_, settings)) = last.as_ref().filter(|(known, _)| known == bytes) {
            return Ok(Rc::clone(settings));
        }
        let read = Settings::from_text(text(bytes)).map(Rc::new);
        let settings = read.ok_or_else(|| JsValue::from_str("these settings are not of our writing"))?;
        *last = Some((bytes.to_owned(), Rc::clone(&settings)));
        Ok(settings)
    })
}

/// A text that JavaScript wrote as UTF-8.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// An operation by its place in the register, counted through all providers.
fn operation(index: usize) -> Option<(&'static Provider, &'static Operation)> {
    let all = PROVIDERS.iter().flat_map(|provider| provider.operations.iter().map(|one| (*provider, *one)));
    all.into_iter().nth(index)
}

fn unknown_operation() -> JsValue {
    JsValue::from_str("no such operation")
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
            to.key("operations").object(|to| {
                let all = PROVIDERS.iter().flat_map(|one| one.operations.iter().map(|own| (one.name, *own)));
                for (index, (_, operation)) in all.enumerate().filter(|(_, (name, _))| *name == provider.name)
                {
                    to.key(operation.name).integer(i64::try_from(index).unwrap_or(i64::MAX));
                }
            });
        });
    }
}

/// Checks an account; throws its issues.
#[wasm_bindgen]
pub fn connect(provider: &str, account: &str) -> Result<String, JsValue> {
    let known = providers::named(provider).map_err(|error| refused(&error.issues))?;
    let connected =
        Account::connect(known, account, Source::Script).map_err(|error| refused(&error.issues))?;
    Ok(Writer::of(&Connected(connected)))
}

/// Builds a request without credentials; throws its issues. See [`encode::message`] for its form.
#[wasm_bindgen]
pub fn request(index: usize, settings_text: &[u8], input: &[u8]) -> Result<String, JsValue> {
    let (provider, operation) = operation(index).ok_or_else(unknown_operation)?;
    let request = operation
        .build(provider, &*settings(settings_text)?, Source::Script, text(input))
        .map_err(|error| refused(&error.issues))?;
    Ok(encode::message(&request))
}

/// Every issue and warning of an input.
#[wasm_bindgen]
pub fn validate(index: usize, settings_text: &[u8], input: &[u8]) -> Result<String, JsValue> {
    let (provider, operation) = operation(index).ok_or_else(unknown_operation)?;
    let (_, findings) = operation.check(provider, &*settings(settings_text)?, Source::Script, text(input));
    let Findings { issues, warnings } = findings;
    let mut to = Writer::with_capacity(256);
    to.object(|to| {
        to.key("issues").list(&issues);
        to.key("warnings").list(&warnings);
    });
    Ok(to.finish())
}

/// Reads an answer. A negative status says that none arrived; headers are `name\nvalue\n` pairs; an empty input says
/// that none is known. The outcome is JSON text: as objects, a provider's field named `__proto__` would be lost, and a
/// huge number an error.
#[wasm_bindgen]
pub fn outcome(
    index: usize,
    settings_text: &[u8],
    status: i32,
    truncated: bool,
    headers: &[u8],
    body: &[u8],
    input: &[u8],
) -> Result<String, JsValue> {
    let (provider, operation) = operation(index).ok_or_else(unknown_operation)?;
    let settings = settings(settings_text)?;
    let response = u16::try_from(status).ok().map(|status| Response {
        status,
        headers: encode::headers(text(headers)),
        body: body.to_vec(),
        truncated,
    });
    let checked =
        (!input.is_empty()).then(|| operation.check(provider, &settings, Source::Script, text(input)));
    let outcome = outcomes::read(provider, operation, &settings, response.as_ref(), checked.as_ref());
    Ok(Writer::of(&outcome))
}

/// Builds a request for each line of NDJSON; the first line has the given number.
#[wasm_bindgen]
pub fn requests(index: usize, settings_text: &[u8], first: f64, lines: &[u8]) -> Result<Vec<u8>, JsValue> {
    let (provider, operation) = operation(index).ok_or_else(unknown_operation)?;
    let settings = settings(settings_text)?;
    let mut to = Writer::with_capacity(lines.len().saturating_mul(3));
    let mut number = encode::line_number(first);
    for bytes in lines.split(|byte| *byte == b'\n') {
        if let Some(line) = bulk::line(provider, operation, &settings, number, bytes) {
            line.write(&mut to);
            to.line_end();
        }
        number = number.saturating_add(1);
    }
    Ok(to.finish().into_bytes())
}

/// Throws an issue unless the URL begins with the account's base.
#[wasm_bindgen]
pub fn authorize(settings_text: &[u8], url: &str) -> Result<(), JsValue> {
    check_origin(&*settings(settings_text)?, url).map_err(|error| refused(&error.issues))
}

/// The link data of a Worldpay link; throws an issue.
#[wasm_bindgen(js_name = linkData)]
pub fn link_data(settings_text: &[u8], href: &str) -> Result<String, JsValue> {
    let found = worldpay::link_data(&*settings(settings_text)?, href).map(str::to_owned);
    found.map_err(|error| refused(&error.issues))
}

/// The JSON Schema of an operation's input.
#[wasm_bindgen(js_name = inputSchema)]
pub fn input_schema(index: usize, settings_text: &[u8]) -> Result<String, JsValue> {
    let (_, operation) = operation(index).ok_or_else(unknown_operation)?;
    Ok(Writer::of(&Schema { operation, settings: &*settings(settings_text)? }))
}

/// Everything there is, as data.
#[wasm_bindgen]
pub fn describe() -> String {
    Writer::of(&Description(PROVIDERS))
}
