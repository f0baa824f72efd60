//! Worldpay: Access Worldpay Payments API, version 2024-06-01.
//!
//! The API documents no idempotency header. After a lost answer the only safe way on is to query the payment
//! and look for your `reference`.

mod account;
mod links;
mod partial_refund;
mod partial_settlement;
mod response;
mod value;

pub use account::{Account, Environment, PROVIDER, Worldpay};
#[cfg(target_arch = "wasm32")]
pub(crate) use links::link_data;
pub use partial_refund::PartialRefund;
pub use partial_settlement::{PartialSettlement, Sequence};
pub use value::Value;
