//! SimplePS: the gateway of Inyo Global Payments.
//!
//! Nothing in a request identifies a refund, so the same partial refund sent twice is two refunds. After a lost
//! answer the only safe way on is to query the payment.
//!
//! ```
//! use amends::simpleps::{Account, Amount, Environment, Refund, Simpleps};
//! use amends::{Decimal, Kind, Response};
//!
//! let simpleps = Simpleps::new(&Account::new(Environment::Sandbox).access_token("token"))?;
//! let part = Amount::Part { total: Decimal::new(2_500, 2), currency: Some("USD".into()) };
//! let refund = Refund { external_payment_id: "order-77".into(), amount: Some(part) };
//! let request = simpleps.refund().request(&refund)?;
//! assert_eq!(request.body.as_deref(), Some(r#"{"amount":{"total":25.00,"currency":"USD"}}"#));
//!
//! // All that was captured: no body.
//! let full = Refund { amount: Some(Amount::Full), ..refund };
//! assert_eq!(simpleps.refund().request(&full)?.body, None);
//!
//! let response = Response::new(200, vec![], r#"{"approved":true,"status":"REFUNDED"}"#);
//! let outcome = simpleps.refund().outcome(Some(&response), Some(&full));
//! assert_eq!(outcome.kind, Kind::Completed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![expect(clippy::doc_markdown, reason = "SimplePS is a name, not code")]

mod account;
mod refund;
mod response;

pub use account::{Account, Environment, PROVIDER, Simpleps};
pub use refund::{Amount, Refund};
