//! What every provider shares. Nothing here knows a provider or JavaScript.

pub mod account;
pub(crate) mod answer;
pub(crate) mod buffer;
pub mod bulk;
pub(crate) mod bytes;
pub(crate) mod check;
pub mod currency;
pub(crate) mod decode;
pub mod describe;
pub mod field;
pub mod http;
pub mod issue;
pub mod json;
pub mod money;
pub mod operation;
pub mod outcome;
pub(crate) mod reader;
pub(crate) mod ready;
mod retry_after;
pub(crate) mod schema;
pub mod secret;
pub(crate) mod text;
pub(crate) mod url;
