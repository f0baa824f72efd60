//! The register: one line a provider. And the way in for programs that take the provider from data.

use crate::core::account::{Account, Provider};
use crate::core::check::Source;
use crate::core::http::Request;
use crate::core::issue::{Code, InvalidAccount, InvalidInput, Issue};
use crate::core::json::Json;
use crate::core::operation::Bound;

pub mod paywall;
pub mod primer;
pub mod simpleps;
pub mod worldpay;

/// Every provider, in the order of `describe()`.
pub static PROVIDERS: &[&Provider] =
    &[&worldpay::PROVIDER, &paywall::PROVIDER, &primer::PROVIDER, &simpleps::PROVIDER];

/// The provider of this name.
pub(crate) fn named(name: &str) -> Result<&'static Provider, InvalidAccount> {
    let mut rule = String::from("must be one of ");
    for (place, known) in PROVIDERS.iter().enumerate() {
        if known.name == name {
            return Ok(known);
        }
        rule.push_str(if place > 0 { ", " } else { "" });
        rule.push_str(known.name);
    }
    Err(InvalidAccount { provider: "unknown", issues: Issue::only(Code::BadFormat, &["provider"], &rule) })
}

/// Any provider with a checked account, for programs that take both from data.
#[derive(Debug, Clone)]
pub struct Client(Account);

impl Client {
    /// Checks an account given as JSON text, without its provider's name.
    ///
    /// # Errors
    /// [`InvalidAccount`] with every issue; an unknown provider is one.
    pub fn connect(provider: &str, account: &str) -> Result<Self, InvalidAccount> {
        Account::connect(named(provider)?, account, Source::Text).map(Self)
    }

    /// One of the provider's operations, by its id; inputs are JSON.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<Bound<'_, Json>> {
        let operation = self.0.provider.operations.iter().find(|operation| operation.id == id)?;
        Some(Bound::new(&self.0, operation))
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
    use super::{Client, PROVIDERS};
    use crate::core::field::{Field, Kind};
    use crate::core::json::Tape;

    #[test]
    fn an_unknown_provider_is_told_all_names() {
        let names: Vec<_> = PROVIDERS.iter().map(|provider| provider.name).collect();
        let refused = Client::connect("stripe", "{}").map(|_| ()).map_err(|error| {
            let messages = error.issues.into_iter().map(|issue| issue.message);
            (error.provider, messages.collect::<Vec<_>>())
        });
        let expected = format!("`provider` must be one of {}", names.join(", "));
        assert_eq!(refused, Err(("unknown", vec![expected])));
    }

    /// JavaScript may write a place for each name of a table, and what has no place is refused.
    #[test]
    fn every_field_has_a_place() {
        fn widest(fields: &[Field]) -> usize {
            fields.iter().map(|field| within(&field.kind)).fold(fields.len(), usize::max)
        }
        fn within(kind: &Kind) -> usize {
            match kind {
                Kind::Object(fields) => widest(fields),
                Kind::WordOr(_, kind) => within(kind),
                _ => 0,
            }
        }
        let widest = PROVIDERS
            .iter()
            .flat_map(|provider| provider.operations)
            .map(|operation| widest(operation.fields))
            .max();
        let last = widest.and_then(|fields| ('#'..='~').nth(fields.saturating_sub(1)));
        let text = last.map(|place| format!("{{{place}0}}")).unwrap_or_default();
        assert!(Tape::of_script(&text).is_ok(), "{text}");
    }
}
