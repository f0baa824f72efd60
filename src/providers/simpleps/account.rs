//! The account: sandbox or production, an access token, the currency of amounts that name none.

use serde::Serialize;

use crate::core::account::{self, BASE_URL, CURRENCIES, Host, Own, Provider};
use crate::core::describe::told;
use crate::core::field::{Field, Form, Kind, Text};
use crate::core::http::Request;
use crate::core::issue::{InvalidAccount, InvalidInput};
use crate::core::operation::Bound;
use crate::core::secret::{Credentials, Secret};

use super::{Refund, refund, response};

/// SimplePS as data.
pub static PROVIDER: Provider = Provider {
    name: "simpleps",
    title: told("SimplePS"),
    account: &[
        Field::optional(
            account::ENVIRONMENT,
            Kind::OneOf(&["sandbox", "production"]),
            told(
                "\"sandbox\" (https://sandbox-gw.simpleps.com) or \"production\" (https://gw.simpleps.com).",
            ),
            "a `baseUrl` is given",
        ),
        BASE_URL,
        account::LOOPBACK,
        CURRENCIES,
        Field::optional(
            "accessToken",
            Kind::Text(Text::of(Form::Token)),
            told(
                "The token sent as `Authorization: Bearer`, without the word Bearer; SimplePS makes it for an hour.",
            ),
            "requests are to be built without credentials",
        ),
        Field::optional(
            "currency",
            Kind::Currency,
            told(
                "The currency that decides how many decimals `amount.total` may have where the input names none.",
            ),
            "2 decimals are right",
        ),
    ],
    environments: &[
        ("sandbox", "https://sandbox-gw.simpleps.com"),
        ("production", "https://gw.simpleps.com"),
    ],
    api_version: "",
    disputed: &[],
    query: "query the payment (GET /payments/{externalPaymentId}) and compare what it says was refunded with what you know of",
    credential_fields: &["accessToken"],
    credentials: Credentials { headers: &[("Authorization", "Bearer ")], basic: false },
    reader: response::READER,
    operations: &[&refund::OPERATION],
};

/// Where requests go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// <https://sandbox-gw.simpleps.com>
    Sandbox,
    /// <https://gw.simpleps.com>
    Production,
}

/// How a merchant talks to SimplePS.
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
    /// The token sent as `Authorization: Bearer`, without that word; visible ASCII without spaces.
    pub access_token: Option<Secret>,
    /// The currency that decides how many decimals a total may have where the input names none; without it, 2
    /// decimals.
    pub currency: Option<String>,
}

impl Account {
    /// An account of a documented environment, without credentials.
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        Self { environment: Some(environment), ..Self::default() }
    }

    /// The same account with a token.
    #[must_use]
    pub fn access_token(self, token: impl Into<Secret>) -> Self {
        Self { access_token: Some(token.into()), ..self }
    }
}

/// SimplePS with a checked account.
#[derive(Debug, Clone)]
pub struct Simpleps(account::Account);

impl Simpleps {
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
            ("accessToken", account.access_token.as_ref().map(Own::secret)),
            ("currency", account.currency.as_deref().map(Own::Text)),
        ];
        account::connect(&PROVIDER, host, &own).map(Self)
    }

    /// `simpleps.refund`: refunds a captured payment, in full or in part.
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

#[cfg(test)]
mod tests {
    use super::{Account, Environment, Simpleps};
    use crate::core::issue::{Code, Path};

    fn issues(account: &Account) -> Vec<(Code, Path)> {
        let refused = Simpleps::new(account).err();
        let issues = refused.map(|error| error.issues).unwrap_or_default();
        issues.into_iter().map(|issue| (issue.code, issue.path)).collect()
    }

    #[test]
    fn the_token_comes_without_its_word() {
        let account = Account::new(Environment::Sandbox).access_token("Bearer token");
        assert_eq!(issues(&account), [(Code::BadCharacters, Path::of(&["accessToken"]))]);
    }

    #[test]
    fn the_currency_is_known() {
        let account =
            |code: &str| Account { currency: Some(code.into()), ..Account::new(Environment::Sandbox) };
        let at = || Path::of(&["currency"]);
        assert_eq!(issues(&account("JPY")), []);
        assert_eq!(issues(&account("jpy")), [(Code::BadFormat, at())]);
        assert_eq!(issues(&account("XTK")), [(Code::UnknownCurrency, at())]);
        let own = Account { currencies: vec![("XTK".into(), 4)], ..account("XTK") };
        assert_eq!(issues(&own), []);
    }

    #[test]
    fn the_token_is_not_shown() {
        let account = Account::new(Environment::Sandbox).access_token("token-of-mine");
        let shown = format!("{account:?} {:?}", Simpleps::new(&account));
        assert!(!shown.contains("of-mine"), "{shown}");
    }
}
