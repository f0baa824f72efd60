//! Paywall: the Payment API's operations for alternative payment methods (APM).
//!
//! Nothing in a request identifies a refund, so the same request sent twice is two refunds. After a lost answer
//! the only safe way on is to query the payment.
//!
//! ```
//! use amends::paywall::{Account, ApmPartialRefund, Environment, Paywall};
//! use amends::{Decimal, Kind, Response};
//!
//! let paywall = Paywall::new(&Account::new(Environment::Test).credentials("public-key", "public-client"))?;
//! let refund = ApmPartialRefund {
//!     unique_code: "5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f".into(),
//!     amount: Decimal::new(1_250, 2),
//! };
//! let request = paywall.apm_partial_refund().request(&refund)?;
//! assert_eq!(
//!     request.body.as_deref(),
//!     Some(r#"{"UniqueCode":"5f0c1d2e-3a4b-4c5d-8e6f-7a8b9c0d1e2f","Amount":12.50}"#)
//! );
//!
//! let response = Response::new(200, vec![], r#"{"ErrorCode":0,"Result":true,"Message":"","Body":"1.0.0"}"#);
//! let outcome = paywall.apm_partial_refund().outcome(Some(&response), Some(&refund));
//! assert_eq!(outcome.kind, Kind::Completed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod apm_partial_refund;
mod response;

pub use account::{Account, Environment, PROVIDER, Paywall};
pub use apm_partial_refund::ApmPartialRefund;
