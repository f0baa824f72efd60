//! Links that come back. Each stands for a next step and is followed as it is, never built from another.

use std::borrow::Cow;

use crate::core::account::Settings;
use crate::core::decode::{Own, Parts};
use crate::core::issue::{Code, InvalidInput, Issue, printable};
use crate::core::json::{Node, Shape};
use crate::core::text::{concat, cut};
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
    let (data, action) = match cut(rest, b'/') {
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
    split(settings, href).map(|(data, _)| data).map_err(|rule| InvalidInput {
        operation: None,
        issues: Issue::only(Code::BadFormat, &["href"], rule),
    })
}

/// `_links` as `links`: a link always has its address, so `self` must be one.
pub(super) static LINKS: Own = Own {
    takes: |links| links.members().all(|(name, link)| !name.is_named(SELF) || is_link(link)),
    keeps: |_, _| true,
    opens: |name| name.is_named(SELF),
    parts: |_, link, settings, each| address(link, None, settings, each),
    rest: |name, _| !name.is_named(HREF),
};

const SELF: &str = "self";
const HREF: &str = "href";
const METHOD: &str = "method";

/// `_actions` as `actions`: by name, each with its name and method. What is no link is handed back.
pub(super) static ACTIONS: Own = Own {
    takes: |_| true,
    keeps: |_, link| is_link(link),
    opens: |_| true,
    parts: |name, link, settings, each| {
        let name = name.name();
        each("name", &name);
        each(METHOD, &text(link, METHOD).unwrap_or("POST".into()));
        address(link, Some(&name), settings, each);
    },
    rest: |name, value| !(name.is_named(HREF) || name.is_named(METHOD) && value.shape() == Some(Shape::Text)),
};

fn is_link(node: Node<'_>) -> bool {
    node.get(HREF).is_some_and(|href| href.shape() == Some(Shape::Text))
}

fn text<'b>(link: Node<'b>, name: &str) -> Option<Cow<'b, str>> {
    link.get(name).and_then(Node::text)
}

/// A link's address, and what may be made of it.
fn address(link: Node<'_>, action: Option<&str>, settings: &Settings, each: &mut Parts<'_>) {
    let href = text(link, HREF).unwrap_or_default();
    each(HREF, &href);
    match judge(settings, &href, action) {
        Ok(data) => each("linkData", data),
        Err(why) => each("suspect", &why),
    }
}

/// The `linkData` of a link that belongs to this action, or to none; or why it must not be followed.
fn judge<'h>(settings: &Settings, href: &'h str, action: Option<&str>) -> Result<&'h str, String> {
    let (data, segment) = split(settings, href).map_err(|why| concat(&["the link ", why]))?;
    let Some(name) = action else {
        return match segment {
            Some(segment) => Err(concat(&["the link leads to an action, ", segment])),
            None => Ok(data),
        };
    };
    for (known, belongs) in SEGMENTS {
        if *known == name {
            if segment == Some(belongs) {
                return Ok(data);
            }
            let ends = segment.unwrap_or("no action");
            return Err(concat(&["the link ends in ", ends, ", but ", name, " belongs to ", belongs]));
        }
    }
    Err(concat(&["no last segment is known to belong to ", &printable(name)]))
}
