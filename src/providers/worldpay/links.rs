//! Links that come back. Each stands for a next step and is followed as it is, never built from another.

use crate::core::account::Settings;
use crate::core::decode::Members;
use crate::core::issue::{Code, InvalidInput, Issue, Path};
use crate::core::json::{Json, Raw, Shape, last_counts};
use crate::core::url;

const PAYMENTS: &str = "/api/payments/";

/// The last segment that belongs to an action's name. In Worldpay's own examples a `reversePayment` link ends
/// in `/partialSettlements`: following it would settle, not reverse.
const SEGMENTS: &[(&str, &str)] = &[
    ("settlePayment", "settlements"),
    ("partiallySettlePayment", "partialSettlements"),
    ("refundPayment", "refunds"),
    ("partiallyRefundPayment", "partialRefunds"),
    ("cancelPayment", "cancellations"),
    ("partiallyCancelPayment", "partialCancellations"),
    ("reversePayment", "reversals"),
    ("increaseAuthorizedAmount", "incrementalAuthorizations"),
    ("supply3dsDeviceData", "3dsDeviceData"),
    ("complete3dsChallenge", "3dsChallenges"),
];

/// The `linkData` of a link, and the segment after it.
fn split<'h>(settings: &Settings, href: &'h str) -> Result<(&'h str, Option<&'h str>), &'static str> {
    let path = url::at_origin(&settings.base, href).ok_or("must begin with the account's own origin")?;
    // A proxy in front of the provider may leave its own path out of the links it hands on.
    let below = path.strip_prefix(settings.base.path.as_str()).filter(|rest| rest.starts_with(PAYMENTS));
    let rest = below.unwrap_or(path).strip_prefix(PAYMENTS);
    let rest = rest.ok_or("must go on with /api/payments/ and the link data")?;
    let (data, action) = match rest.split_once('/') {
        Some((data, action)) => (data, Some(action)),
        None => (rest, None),
    };
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if data.is_empty() || url::refuse_encoded(data).is_some() {
        return Err("must hold link data of letters, digits, . _ ~ - and %XX");
    }
    match action {
        Some(action) if action.is_empty() || !plain(action) => Err("must end after the action's name"),
        action => Ok((data, action)),
    }
}

/// The `linkData` of a link kept from an earlier response.
pub(crate) fn link_data<'h>(settings: &Settings, href: &'h str) -> Result<&'h str, InvalidInput> {
    split(settings, href).map(|(data, _)| data).map_err(|rule| {
        let issue = Issue::new(Code::BadFormat, Path::of(&["href"]), rule);
        InvalidInput { operation: None, issues: vec![issue] }
    })
}

/// A link's members, those that nobody documents in `other`; `None` for what is no link.
fn link(raw: Raw<'_>, action: Option<&str>, settings: &Settings) -> Option<Members> {
    let href = raw.get("href").filter(|href| href.shape() == Some(Shape::Text))?.text_lossy();
    let mut members = Vec::new();
    if let Some(name) = action {
        let method = raw.get("method").filter(|method| method.shape() == Some(Shape::Text));
        let method = method.map_or_else(|| "POST".to_owned(), |method| method.text_lossy().into_owned());
        members.push(("name".into(), Json::Text(name.to_owned())));
        members.push(("method".into(), Json::Text(method)));
    }
    members.push(("href".into(), Json::Text(href.clone().into_owned())));
    let expected = action.and_then(|name| SEGMENTS.iter().find(|(known, _)| *known == name));
    match (split(settings, &href), action, expected) {
        (Err(why), ..) => members.push(("suspect".into(), Json::Text(format!("the link {why}")))),
        (Ok((_, Some(segment))), None, _) => {
            members.push(("suspect".into(), Json::Text(format!("the link leads to an action, {segment}"))));
        }
        (Ok((_, segment)), Some(name), Some((_, belongs))) if segment != Some(belongs) => {
            let ends = segment.unwrap_or("no action");
            let why = format!("the link ends in {ends}, but {name} belongs to {belongs}");
            members.push(("suspect".into(), Json::Text(why)));
        }
        (Ok(_), Some(name), None) => {
            let why =
                format!("no last segment is known to belong to {}", crate::core::issue::printable(name));
            members.push(("suspect".into(), Json::Text(why)));
        }
        (Ok((data, _)), ..) => members.push(("linkData".into(), Json::Text(data.to_owned()))),
    }
    let documented = |key: Raw<'_>, value: Raw<'_>| {
        key.is_text("href") || action.is_some() && key.is_text("method") && value.shape() == Some(Shape::Text)
    };
    let rest = raw.entries().into_iter().filter(|(key, value)| !documented(*key, *value));
    let rest: Members =
        rest.map(|(key, value)| (key.text_lossy().into_owned().into(), Json::from_raw(value))).collect();
    if !rest.is_empty() {
        members.push(("other".into(), Json::Object(last_counts(rest))));
    }
    Some(members)
}

/// `_links` as `links`; `None` where `self` is no link, so that a link always has its address.
pub(super) fn links(raw: Raw<'_>, settings: &Settings) -> Option<Json> {
    if raw.shape() != Some(Shape::Object) {
        return None;
    }
    let mut links = Vec::new();
    for (key, value) in raw.entries() {
        let value = if key.is_text("self") {
            Json::Object(link(value, None, settings)?)
        } else {
            Json::from_raw(value)
        };
        links.push((key.text_lossy().into_owned().into(), value));
    }
    Some(Json::Object(last_counts(links)))
}

/// `_actions` as `actions`: by name, each with its name and method. What is no link is handed back.
pub(super) fn actions(raw: Raw<'_>, settings: &Settings) -> Option<(Json, Members)> {
    if raw.shape() != Some(Shape::Object) {
        return None;
    }
    let (mut actions, mut rest) = (Members::new(), Members::new());
    for (key, value) in raw.entries() {
        let name = key.text_lossy().into_owned();
        match link(value, Some(&name), settings) {
            Some(action) => actions.push((name.into(), Json::Object(action))),
            None => rest.push((name.into(), Json::from_raw(value))),
        }
    }
    Some((Json::Object(last_counts(actions)), last_counts(rest)))
}
