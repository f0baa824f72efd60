//! The account: Try or Live, Basic credentials.

use serde::Serialize;

use crate::core::account::{self, BASE_URL, CURRENCIES, Host, Own, Provider};
use crate::core::currency::Disputed;
use crate::core::describe::told;
use crate::core::field::{Field, Form, Kind, Text};
use crate::core::http::Request;
use crate::core::issue::{InvalidAccount, InvalidInput};
use crate::core::operation::Bound;
use crate::core::secret::{Credentials, Secret};

use super::{PartialRefund, PartialSettlement, links, partial_refund, partial_settlement, response};

/// Worldpay as data.
pub static PROVIDER: Provider = Provider {
    name: "worldpay",
    title: told("Worldpay"),
    account: &[
        Field::optional(
            account::ENVIRONMENT,
            Kind::OneOf(&["try", "live"]),
            told("\"try\" (https://try.access.worldpay.com) or \"live\" (https://access.worldpay.com)."),
            "a `baseUrl` is given",
        ),
        BASE_URL,
        account::LOOPBACK,
        CURRENCIES,
        Field::optional(
            "username",
            Kind::Text(Text::of(Form::UserId)),
            told("The user name of HTTP Basic authentication."),
            "requests are to be built without credentials",
        ),
        Field::optional(
            "password",
            Kind::Text(Text::of(Form::Free)),
            told("The password of HTTP Basic authentication."),
            "requests are to be built without credentials",
        ),
    ],
    environments: &[("try", "https://try.access.worldpay.com"), ("live", "https://access.worldpay.com")],
    api_version: "2024-06-01",
    disputed: &DISPUTED,
    query: "query the payment (GET the link kept from `_links.self`) and look for your reference, twice with a pause, because \"not found\" may mean \"not yet\"",
    credential_fields: &["username", "password"],
    credentials: Credentials { headers: &[("Authorization", "Basic ")], basic: true },
    reader: response::READER,
    operations: &[&partial_refund::OPERATION, &partial_settlement::OPERATION],
};

/// Worldpay's own exponent table is not known. Clients of its older XML gateway differ from ISO 4217 here.
static DISPUTED: [Disputed; 9] = {
    const fn at(code: &'static str, exponent: u32) -> Disputed {
        Disputed { code, source: "the list of Worldpay's older XML gateway", exponent }
    }
    [
        at("HUF", 0),
        at("IDR", 0),
        at("MGA", 0),
        at("CLP", 2),
        at("ISK", 2),
        at("UGX", 2),
        at("BIF", 2),
        at("DJF", 2),
        at("VUV", 2),
    ]
};

/// Where requests go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// <https://try.access.worldpay.com>
    Try,
    /// <https://access.worldpay.com>
    Live,
}

/// How a merchant talks to Worldpay.
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
    /// The user name of Basic authentication; no colon.
    pub username: Option<Secret>,
    /// Its password.
    pub password: Option<Secret>,
}

impl Account {
    /// An account of a documented environment, without credentials.
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        Self { environment: Some(environment), ..Self::default() }
    }

    /// The same account with credentials.
    #[must_use]
    pub fn credentials(self, username: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        Self { username: Some(username.into()), password: Some(password.into()), ..self }
    }
}

/// Worldpay with a checked account.
#[derive(Debug, Clone)]
pub struct Worldpay(account::Account);

impl Worldpay {
    /// Checks the account.
    ///
    /// # Errors
    /// [`InvalidAccount`] with every issue; half of a pair of credentials is one.
    pub fn new(account: &Account) -> Result<Self, InvalidAccount> {
        let host = Host {
            environment: account.environment,
            base_url: account.base_url.as_deref(),
            allow_insecure_loopback: account.allow_insecure_loopback,
            currencies: &account.currencies,
        };
        let own = [
            ("username", account.username.as_ref().map(Own::secret)),
            ("password", account.password.as_ref().map(Own::secret)),
        ];
        account::connect(&PROVIDER, host, &own).map(Self)
    }

    /// `worldpay.partialRefund`: gives back part of a settled payment.
    #[must_use]
    pub fn partial_refund(&self) -> Bound<'_, PartialRefund> {
        Bound::new(&self.0, &partial_refund::OPERATION)
    }

    /// `worldpay.partialSettlement`: settles part of an authorised payment.
    #[must_use]
    pub fn partial_settlement(&self) -> Bound<'_, PartialSettlement> {
        Bound::new(&self.0, &partial_settlement::OPERATION)
    }

    /// The `linkData` of a link kept from an earlier response, byte for byte.
    ///
    /// # Errors
    /// [`InvalidInput`] for a link of another origin, or one that is not of the documented form.
    pub fn link_data<'h>(&self, href: &'h str) -> Result<&'h str, InvalidInput> {
        links::link_data(&self.0.settings, href)
    }

    /// Adds the account's credentials to a request built without them.
    ///
    /// # Errors
    /// [`InvalidInput`] for a request to another origin.
    pub fn authorize(&self, request: Request) -> Result<Request, InvalidInput> {
        self.0.authorize(request)
    }
}
