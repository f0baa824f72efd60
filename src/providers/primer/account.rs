//! The account: sandbox or production, an API key, an API version.

use serde::Serialize;

use crate::core::account::{self, BASE_URL, CURRENCIES, Host, Own, Provider};
use crate::core::describe::told;
use crate::core::field::{Field, Form, Kind, Text};
use crate::core::http::Request;
use crate::core::issue::{InvalidAccount, InvalidInput};
use crate::core::operation::Bound;
use crate::core::secret::{Credentials, Secret};

use super::{Refund, refund, response};

/// Primer as data.
pub static PROVIDER: Provider = Provider {
    name: "primer",
    title: told("Primer"),
    account: &[
        Field::optional(
            account::ENVIRONMENT,
            Kind::OneOf(&["sandbox", "production"]),
            told("\"sandbox\" (https://api.sandbox.primer.io) or \"production\" (https://api.primer.io)."),
            "a `baseUrl` is given",
        ),
        BASE_URL,
        account::LOOPBACK,
        CURRENCIES,
        Field::optional(
            "apiKey",
            Kind::Text(Text::of(Form::Token)),
            told("The key sent as `X-API-KEY`."),
            "requests are to be built without credentials",
        ),
        Field::optional(
            "apiVersion",
            Kind::Text(Text::of(Form::Token)),
            told("The version sent as `X-API-VERSION`."),
            "2.4 is right",
        ),
    ],
    environments: &[("sandbox", "https://api.sandbox.primer.io"), ("production", "https://api.primer.io")],
    api_version: "2.4",
    disputed: &[],
    query: "query the payment (GET /payments/{id}) and read its REFUND transactions",
    credential_fields: &["apiKey"],
    credentials: Credentials { headers: &[("X-API-KEY", "")], basic: false },
    reader: response::READER,
    operations: &[&refund::OPERATION],
};

/// Where requests go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// <https://api.sandbox.primer.io>
    Sandbox,
    /// <https://api.primer.io>
    Production,
}

/// How a merchant talks to Primer.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// A documented environment, or
    pub environment: Option<Environment>,
    /// an https origin with an optional path instead.
    pub base_url: Option<String>,
    /// Whether `base_url` may be http to this computer.
    pub allow_insecure_loopback: Option<bool>,
    /// Codes to add to ISO 4217, or exponents that differ for this merchant.
    pub currencies: Vec<(String, u32)>,
    /// The key sent as `X-API-KEY`.
    pub api_key: Option<Secret>,
    /// The version sent as `X-API-VERSION`; 2.4 where there is none.
    pub api_version: Option<String>,
}

impl Account {
    /// An account of a documented environment, without credentials.
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        Self { environment: Some(environment), ..Self::default() }
    }

    /// The same account with a key.
    #[must_use]
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        Self { api_key: Some(key.into()), ..self }
    }
}

/// Primer with a checked account.
#[derive(Debug, Clone)]
pub struct Primer(account::Account);

impl Primer {
    /// Checks the account.
    ///
    /// # Errors
    /// [`InvalidAccount`] with every issue.
    pub fn new(account: &Account) -> Result<Self, InvalidAccount> {
        let host = Host {
            environment: account.environment,
            base_url: account.base_url.as_deref(),
            allow_insecure_loopback: account.allow_insecure_loopback,
            currencies: &account.currencies,
        };
        let own = [
            ("apiKey", account.api_key.as_ref().map(Own::secret)),
            ("apiVersion", account.api_version.as_deref().map(Own::Text)),
        ];
        account::connect(&PROVIDER, host, &own).map(Self)
    }

    /// `primer.refund`: refunds what is left of a payment, or a part of it.
    #[must_use]
    pub fn refund(&self) -> Bound<'_, Refund> {
        Bound::new(&self.0, &refund::OPERATION)
    }

    /// Adds the account's credentials to a request built without them.
    ///
    /// # Errors
    /// [`InvalidInput`] for a request to another origin.
    pub fn authorize(&self, request: Request) -> Result<Request, InvalidInput> {
        self.0.authorize(request)
    }
}
