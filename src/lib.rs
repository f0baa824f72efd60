//! Builds and validates the refund and settlement requests of payment APIs and reads their answers.
//!
//! Nothing is sent from here: a [`Request`] goes out through whatever HTTP client you have, and what comes
//! back goes in as a [`Response`]. There is no I/O, no clock and no randomness; the same input gives the
//! same bytes.
//!
//! ```
//! use amends::worldpay::{Account, Environment, PartialRefund, Value, Worldpay};
//! use amends::{Advice, Kind, Response};
//!
//! let worldpay = Worldpay::new(&Account::new(Environment::Try).credentials("user", "password"))?;
//! let refund = PartialRefund {
//!     link_data: "eyJrIjoiazNhYjYzMiJ9.kept%2Bfrom%3Aa%3Dlink".into(),
//!     reference: "refund-1".into(),
//!     value: Value::new("GBP", 250),
//! };
//! let request = worldpay.partial_refund().request(&refund)?;
//! assert_eq!(request.body.as_deref(), Some(r#"{"reference":"refund-1","value":{"currency":"GBP","amount":250}}"#));
//!
//! // … send it, then read what came back:
//! let response = Response::new(202, vec![], r#"{"outcome":"sentForPartialRefund"}"#);
//! let outcome = worldpay.partial_refund().outcome(Some(&response), Some(&refund));
//! assert_eq!((outcome.kind, outcome.retry.advice), (Kind::Accepted, Advice::Never));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Layers
//! `bindings → providers → core`, never back, and never from one provider to another. `core` knows no provider
//! and no JavaScript; the bindings exist only on wasm32.

pub mod core;
pub mod providers;

#[cfg(target_arch = "wasm32")]
mod bindings;

pub use crate::core::http::{HeaderValue, Method, Request, Response};
pub use crate::core::issue::{Code, InvalidAccount, InvalidInput, Issue, Path, Step};
pub use crate::core::json::Json;
pub use crate::core::operation::{Bound, Operation, Validation};
pub use crate::core::outcome::{Advice, Details, Kind, Mismatch, Outcome, Reason, Retry};
pub use crate::core::secret::Secret;
pub use crate::core::{currency, money};
pub use crate::providers::{Client, PROVIDERS, paywall, primer, simpleps, worldpay};
pub use rust_decimal::Decimal;

/// The README's Rust is compiled with the doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
