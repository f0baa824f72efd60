//! The account: test or live, the public pair of keys, how many decimals an amount may have.

use serde::Serialize;

use crate::core::account::{self, BASE_URL, CURRENCIES, Host, Own, Provider};
use crate::core::currency::MAX_EXPONENT;
use crate::core::describe::told;
use crate::core::field::{Field, Form, Kind, Text};
use crate::core::http::Request;
use crate::core::issue::{InvalidAccount, InvalidInput};
use crate::core::operation::Bound;
use crate::core::secret::{Credentials, Secret};

use super::{ApmPartialRefund, apm_partial_refund, response};

/// Paywall as data.
pub static PROVIDER: Provider = Provider {
    name: "paywall",
    title: told("Paywall"),
    account: &[
        Field::optional(
            account::ENVIRONMENT,
            Kind::OneOf(&["test", "live"]),
            told(
                "\"test\" (https://dev-payment-api.itspaywall.com) or \"live\" (https://payment-api.itspaywall.com).",
            ),
            "a `baseUrl` is given",
        ),
        BASE_URL,
        account::LOOPBACK,
        CURRENCIES,
        Field::optional(
            "apiKeyPublic",
            Kind::Text(Text::of(Form::Token)),
            told("The public key of the merchant panel, sent as `apikeypublic`."),
            "requests are to be built without credentials",
        ),
        Field::optional(
            "apiClientPublic",
            Kind::Text(Text::of(Form::Token)),
            told("The public client of the merchant panel, sent as `apiclientpublic`."),
            "requests are to be built without credentials",
        ),
        Field::optional(
            "exponent",
            Kind::Integer { min: 0, max: MAX_EXPONENT as i64 },
            told("How many decimals `Amount` may have: the request names no currency that would tell."),
            "2 is right",
        ),
    ],
    environments: &[
        ("test", "https://dev-payment-api.itspaywall.com"),
        ("live", "https://payment-api.itspaywall.com"),
    ],
    api_version: "",
    disputed: &[],
    query: "query the payment (GET /api/paywall/apm/query with your MerchantUniqueCode in the header `merchantuniquecode`) and look for the refund",
    credential_fields: &["apiKeyPublic", "apiClientPublic"],
    credentials: Credentials { headers: &[("apikeypublic", ""), ("apiclientpublic", "")], basic: false },
    reader: response::READER,
    operations: &[&apm_partial_refund::OPERATION],
};

/// Where requests go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// <https://dev-payment-api.itspaywall.com>
    Test,
    /// <https://payment-api.itspaywall.com>
    Live,
}

/// How a merchant talks to Paywall.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// A documented environment, or
    pub environment: Option<Environment>,
    /// an https origin with an optional path instead.
    pub base_url: Option<String>,
    /// Whether `base_url` may be http to this computer.
    pub allow_insecure_loopback: Option<bool>,
    /// As at every provider; no operation of Paywall names a currency yet.
    pub currencies: Vec<(String, u32)>,
    /// The key sent as `apikeypublic`; visible ASCII without spaces.
    pub api_key_public: Option<Secret>,
    /// The client sent as `apiclientpublic`; visible ASCII without spaces.
    pub api_client_public: Option<Secret>,
    /// How many decimals `Amount` may have, 0 to 28; 2 where there is none.
    pub exponent: Option<u32>,
}

impl Account {
    /// An account of a documented environment, without credentials.
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        Self { environment: Some(environment), ..Self::default() }
    }

    /// The same account with the public pair of keys.
    #[must_use]
    pub fn credentials(
        self,
        api_key_public: impl Into<Secret>,
        api_client_public: impl Into<Secret>,
    ) -> Self {
        Self {
            api_key_public: Some(api_key_public.into()),
            api_client_public: Some(api_client_public.into()),
            ..self
        }
    }
}

/// Paywall with a checked account.
#[derive(Debug, Clone)]
pub struct Paywall(account::Account);

impl Paywall {
    /// Checks the account.
    ///
    /// # Errors
    /// [`InvalidAccount`] with every issue; half of the pair of keys is one.
    pub fn new(account: &Account) -> Result<Self, InvalidAccount> {
        let host = Host {
            environment: account.environment,
            base_url: account.base_url.as_deref(),
            allow_insecure_loopback: account.allow_insecure_loopback,
            currencies: &account.currencies,
        };
        let own = [
            ("apiKeyPublic", account.api_key_public.as_ref().map(Own::secret)),
            ("apiClientPublic", account.api_client_public.as_ref().map(Own::secret)),
            ("exponent", account.exponent.map(Own::Number)),
        ];
        account::connect(&PROVIDER, host, &own).map(Self)
    }

    /// `paywall.apmPartialRefund`: gives back part of a payment made with an alternative payment method.
    #[must_use]
    pub fn apm_partial_refund(&self) -> Bound<'_, ApmPartialRefund> {
        Bound::new(&self.0, &apm_partial_refund::OPERATION)
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
    use super::{Account, Environment, Paywall};
    use crate::core::issue::{Code, Path};

    fn issues(account: &Account) -> Vec<(Code, Path)> {
        let refused = Paywall::new(account).err();
        let issues = refused.map(|error| error.issues).unwrap_or_default();
        issues.into_iter().map(|issue| (issue.code, issue.path)).collect()
    }

    #[test]
    fn half_of_the_pair_is_refused() {
        let key = Account { api_key_public: Some("key".into()), ..Account::new(Environment::Test) };
        assert_eq!(issues(&key), [(Code::Missing, Path::of(&["apiClientPublic"]))]);
        let client = Account { api_client_public: Some("client".into()), ..Account::new(Environment::Test) };
        assert_eq!(issues(&client), [(Code::Missing, Path::of(&["apiKeyPublic"]))]);
    }

    #[test]
    fn keys_are_what_a_header_carries() {
        let account = Account::new(Environment::Live).credentials("a key", "");
        let expected = [
            (Code::BadCharacters, Path::of(&["apiKeyPublic"])),
            (Code::Empty, Path::of(&["apiClientPublic"])),
        ];
        assert_eq!(issues(&account), expected);
    }

    #[test]
    fn exponent_is_bounded() {
        let account = |digits| Account { exponent: Some(digits), ..Account::new(Environment::Test) };
        assert_eq!(issues(&account(28)), []);
        assert_eq!(issues(&account(29)), [(Code::OutOfRange, Path::of(&["exponent"]))]);
    }

    #[test]
    fn keys_are_not_shown() {
        let account = Account::new(Environment::Test).credentials("key-of-mine", "client-of-mine");
        let shown = format!("{account:?} {:?}", Paywall::new(&account));
        assert!(!shown.contains("of-mine"), "{shown}");
    }
}
