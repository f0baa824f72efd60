//! Primer: `POST /payments/{id}/refund`, API version 2.4 unless the account says otherwise.
//!
//! The only provider here that documents an idempotency key. A key that was processed before is answered 409,
//! not with the first answer.

mod account;
mod refund;
mod response;

pub use account::{Account, Environment, PROVIDER, Primer};
pub use refund::{Amount, Refund};
