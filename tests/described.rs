//! What the package says about itself: `describe()` and the JSON Schema of each input.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use amends::core::field::{Field, Kind as FieldKind, Place};
use amends::{Advice, Client, Code, Json, Kind, PROVIDERS};

fn shown(json: &Json) -> String {
    serde_json::to_string(json).expect("JSON")
}

/// The member or item at the end of a way such as `operations/0/id`.
fn at<'j>(json: &'j Json, way: &str) -> &'j Json {
    way.split('/').fold(json, |json, step| {
        let found = match json {
            Json::List(items) => step.parse().ok().and_then(|place: usize| items.get(place)),
            _ => json.get(step),
        };
        found.unwrap_or_else(|| panic!("no {step} in {}", shown(json)))
    })
}

/// The item of a list whose name is this.
fn named<'j>(list: &'j Json, name: &str) -> &'j Json {
    let items = list.as_list().expect("a list");
    let is_it = |item: &&Json| item.get("name").and_then(Json::as_str) == Some(name);
    items.iter().find(is_it).unwrap_or_else(|| panic!("no {name} in {}", shown(list)))
}

/// A field's description without what is prose.
fn bare(field: &Json) -> String {
    let Json::Object(members) = field else { panic!("{}", shown(field)) };
    let plain = members.iter().filter(|(name, _)| !matches!(name.as_ref(), "about" | "leaveOutIf"));
    shown(&Json::Object(plain.cloned().collect()))
}

/// Of an input in ASCII a request is in ASCII: JavaScript may read it by the byte.
#[test]
fn what_a_request_is_made_of_is_ascii() {
    fn all(fields: &[Field]) -> bool {
        fields.iter().all(|field| {
            let header = if let Place::Header(name) = field.place { name } else { "" };
            let within = match &field.kind {
                FieldKind::Object(fields) | FieldKind::WordOr(_, FieldKind::Object(fields)) => all(fields),
                _ => true,
            };
            within && field.name.is_ascii() && header.is_ascii()
        })
    }
    for provider in PROVIDERS {
        assert!(provider.environments.iter().all(|(_, origin)| origin.is_ascii()), "{}", provider.name);
        assert!(provider.api_version.is_ascii(), "{}", provider.name);
        for operation in provider.operations {
            assert!(operation.path.is_ascii() && all(operation.fields), "{}", operation.id);
            assert!(operation.version_header.is_none_or(str::is_ascii), "{}", operation.id);
        }
    }
}

#[test]
fn every_provider_and_operation_is_described() {
    let all = amends::core::describe::describe(PROVIDERS);
    let providers = at(&all, "providers");
    for provider in PROVIDERS {
        let described = named(providers, provider.name);
        assert_eq!(described.get("title").and_then(Json::as_str), Some(provider.title));
        for (environment, address) in provider.environments {
            assert_eq!(at(described, &format!("environments/{environment}")).as_str(), Some(*address));
        }
        for field in provider.account {
            let required = named(at(described, "account"), field.name).get("required");
            assert_eq!(required, Some(&Json::Flag(field.required)), "{}", field.name);
        }
        for operation in provider.operations {
            let one = named(at(described, "operations"), operation.name);
            let texts = [("id", operation.id), ("path", operation.path), ("document", operation.document)];
            for (name, expected) in texts {
                assert_eq!(one.get(name).and_then(Json::as_str), Some(expected));
            }
            assert_eq!(one.get("method").and_then(Json::as_str), Some("POST"));
            let counts = [
                ("fields", operation.fields.len()),
                ("rules", operation.rules.len()),
                ("statuses", operation.statuses.len()),
                ("silences", operation.silences.len()),
            ];
            for (name, count) in counts {
                assert_eq!(at(one, name).as_list().map(<[Json]>::len), Some(count), "{name}");
            }
            assert!(!at(one, "details").as_list().unwrap_or_default().is_empty());
            assert!(!at(one, "silences/0").as_str().unwrap_or_default().is_empty());
        }
    }
}

/// The same word for serde, for people and for JavaScript.
#[test]
fn words_are_written_as_they_are() {
    let written = [
        serde_json::to_string(&Code::DisputedExponent),
        serde_json::to_string(&Kind::Throttled),
        serde_json::to_string(&Advice::ResendSameKey),
    ];
    let written: Vec<String> = written.into_iter().map(|text| text.expect("JSON")).collect();
    assert_eq!(written, [r#""disputed_exponent""#, r#""throttled""#, r#""resend-same-key""#]);
}

/// Each kind of value is handed out as what it is, and as nothing else.
#[test]
fn a_value_is_of_one_kind() {
    let kinds = |json: &Json| {
        (json.as_str().map(str::to_owned), json.as_integer(), json.as_bool(), json.as_list().map(<[_]>::len))
    };
    assert_eq!(kinds(&Json::Text("7".into())), (Some("7".into()), None, None, None));
    assert_eq!(kinds(&Json::Integer(7)), (None, Some(7), None, None));
    assert_eq!(kinds(&Json::Flag(true)), (None, None, Some(true), None));
    assert_eq!(kinds(&Json::Flag(false)), (None, None, Some(false), None));
    assert_eq!(kinds(&Json::List(vec![Json::Null])), (None, None, None, Some(1)));
    assert_eq!(kinds(&Json::Null), (None, None, None, None));
}

#[test]
fn a_disputed_exponent_says_where() {
    let disputed = PROVIDERS.iter().flat_map(|provider| provider.disputed);
    let chilean = disputed.into_iter().find(|disputed| disputed.code == "CLP").expect("a disputed currency");
    assert_eq!(
        serde_json::to_string(chilean).expect("JSON"),
        r#"{"where":"the list of Worldpay's older XML gateway","exponent":2}"#
    );
}

#[test]
fn every_kind_of_field_is_described() {
    let all = amends::core::describe::describe(PROVIDERS);
    let expected = [
        (
            "providers/0/operations/0/fields/0",
            r#"{"name":"linkData","place":"path","required":true,"kind":"text","form":"encoded","mayBeEmpty":false}"#,
        ),
        (
            "providers/0/operations/0/fields/1",
            r#"{"name":"reference","place":"body","required":true,"kind":"text","advisedMaxLength":128,"form":"free","mayBeEmpty":false}"#,
        ),
        (
            "providers/0/operations/0/fields/2/fields/0",
            r#"{"name":"currency","place":"body","required":true,"kind":"currency"}"#,
        ),
        (
            "providers/0/operations/0/fields/2/fields/1",
            r#"{"name":"amount","place":"body","required":true,"kind":"minor","max":2147483647}"#,
        ),
        (
            "providers/0/operations/0/fields/2/fields/2",
            r#"{"name":"acceptPartialAmount","place":"body","required":false,"kind":"flag"}"#,
        ),
        (
            "providers/0/operations/1/fields/2/fields/1",
            r#"{"name":"total","place":"body","required":true,"kind":"integer","min":1,"max":2147483647}"#,
        ),
        (
            "providers/0/account/0",
            r#"{"name":"environment","required":false,"kind":"word","words":["try","live"]}"#,
        ),
        (
            "providers/0/account/1",
            r#"{"name":"baseUrl","required":false,"kind":"text","form":"baseUrl","mayBeEmpty":false}"#,
        ),
        ("providers/0/account/3", r#"{"name":"currencies","required":false,"kind":"exponents"}"#),
        (
            "providers/0/account/4",
            r#"{"name":"username","required":false,"kind":"text","form":"userId","mayBeEmpty":false,"secret":true}"#,
        ),
        (
            "providers/1/operations/0/fields/1",
            r#"{"name":"Amount","place":"body","required":true,"kind":"major"}"#,
        ),
        (
            "providers/2/operations/0/fields/0",
            r#"{"name":"id","place":"path","required":true,"kind":"text","form":"segment","mayBeEmpty":false}"#,
        ),
        (
            "providers/2/operations/0/fields/1",
            r#"{"name":"idempotencyKey","place":"header","required":false,"header":"X-Idempotency-Key","kind":"text","form":"token","mayBeEmpty":false}"#,
        ),
        (
            "providers/2/operations/0/fields/2",
            r#"{"name":"amount","place":"body","required":false,"kind":"minor","max":"9223372036854775807","word":"remaining"}"#,
        ),
        (
            "providers/2/operations/0/fields/5",
            r#"{"name":"transactionEventId","place":"body","required":false,"apiVersion":"2.4","kind":"text","form":"uuid","mayBeEmpty":false}"#,
        ),
        (
            "providers/2/operations/0/fields/6",
            r#"{"name":"expand","place":"body","required":false,"apiVersion":"2.4","kind":"texts"}"#,
        ),
        (
            "providers/3/operations/0/fields/1/fields/0",
            r#"{"name":"total","place":"body","required":true,"kind":"major","currencyField":"currency"}"#,
        ),
    ];
    for (way, text) in expected {
        assert_eq!(bare(at(&all, way)), text, "{way}");
    }
    // What leaving it out means is said where there is something to say.
    let fields = at(&all, "providers/0/operations/0/fields/2/fields");
    assert!(at(fields, "2").get("leaveOutIf").and_then(Json::as_str).is_some_and(|text| !text.is_empty()));
    assert_eq!(at(fields, "0").get("leaveOutIf"), None);
    assert_eq!(at(&all, "providers/2/operations/0/idempotency").as_str(), Some("idempotencyKey"));
    assert_eq!(at(&all, "providers/0/operations/0").get("idempotency"), None);
    assert_eq!(at(&all, "providers/3/operations/0/emptyBody").as_str(), Some("nothing"));
    assert_eq!(at(&all, "providers/2/operations/0/emptyBody").as_str(), Some("object"));
}

fn schema(provider: &str, account: &str, id: &str) -> Json {
    let client = Client::connect(provider, account).expect("an account");
    client.operation(id).expect("an operation").input_schema()
}

/// A schema without what is prose.
fn rules(json: &Json) -> Json {
    match json {
        Json::Object(members) => {
            let kept = members.iter().filter(|(name, _)| name != "description");
            Json::Object(kept.map(|(name, value)| (name.clone(), rules(value))).collect())
        }
        Json::List(items) => Json::List(items.iter().map(rules).collect()),
        other => other.clone(),
    }
}

#[test]
fn a_schema_says_what_the_check_says() {
    let primer = rules(&schema("primer", r#"{"environment":"sandbox"}"#, "primer.refund"));
    assert_eq!(
        shown(&primer),
        concat!(
            r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"primer.refund","type":"object","properties":{"#,
            r#""id":{"type":"string","pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]*$","minLength":1,"not":{"enum":[".",".."]}},"#,
            r#""idempotencyKey":{"type":"string","pattern":"^[!-~]*$","minLength":1},"#,
            r#""amount":{"anyOf":[{"const":"remaining"},{"type":"integer","minimum":1,"maximum":9007199254740991}]},"#,
            r#""orderId":{"type":"string","pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]*$"},"#,
            r#""reason":{"type":"string","pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]*$"},"#,
            r#""transactionEventId":{"type":"string","pattern":"^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$","minLength":1},"#,
            r#""expand":{"type":"array","items":{"type":"string","pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]*$"}}},"#,
            r#""required":["id"],"additionalProperties":false}"#,
        )
    );
    let settlement = schema(
        "worldpay",
        r#"{"environment":"try","currencies":{"GBP":2,"XAA":3}}"#,
        "worldpay.partialSettlement",
    );
    assert!(at(&settlement, "$comment").as_str().is_some_and(|text| text.contains("sequence.number")));
    assert!(!at(&settlement, "description").as_str().unwrap_or_default().is_empty());
    assert_eq!(shown(at(&settlement, "required")), r#"["linkData","reference","value"]"#);
    let value = at(&settlement, "properties/value/properties");
    assert_eq!(shown(&rules(at(value, "amount"))), r#"{"type":"integer","minimum":1,"maximum":2147483647}"#);
    assert_eq!(shown(&rules(at(value, "acceptPartialAmount"))), r#"{"type":"boolean"}"#);
    assert_eq!(
        shown(&rules(at(&settlement, "properties/sequence/properties/total"))),
        r#"{"type":"integer","minimum":1,"maximum":2147483647}"#
    );
    let refund = schema("worldpay", r#"{"environment":"try"}"#, "worldpay.partialRefund");
    assert_eq!(refund.get("$comment"), None);
}

/// The codes a schema allows are those of ISO 4217 and the account's own, each once.
#[test]
fn a_schema_knows_the_currencies() {
    let account = r#"{"environment":"try","currencies":{"GBP":2,"XAA":3}}"#;
    let schema = schema("worldpay", account, "worldpay.partialRefund");
    let codes = at(&schema, "properties/value/properties/currency/enum").as_list().expect("codes");
    for code in ["AED", "GBP", "JPY", "KWD", "CLF", "XXX", "XAA"] {
        assert_eq!(codes.iter().filter(|known| known.as_str() == Some(code)).count(), 1, "{code}");
    }
    let three = |code: &Json| code.as_str().is_some_and(|code| code.len() == 3);
    assert!(codes.len() > 150 && codes.iter().all(three));
}

/// What leaving a field out means stands in its description; a field of another API version is not there.
#[test]
fn a_schema_depends_on_the_account() {
    let old = schema("primer", r#"{"environment":"sandbox","apiVersion":"2.2"}"#, "primer.refund");
    assert_eq!(at(&old, "properties").get("expand"), None);
    assert_eq!(at(&old, "properties").get("transactionEventId"), None);
    let about = |name: &str| at(&old, &format!("properties/{name}/description")).as_str().unwrap_or_default();
    assert!(about("reason").contains("Leave it out if"));
    assert!(!about("id").contains("Leave it out if") && !about("id").is_empty());

    let pattern = |exponent: &str| {
        let account = format!(r#"{{"environment":"test"{exponent}}}"#);
        let schema = schema("paywall", &account, "paywall.apmPartialRefund");
        at(&schema, "properties/Amount/anyOf/0/pattern").as_str().map(str::to_owned).unwrap_or_default()
    };
    let start = r"^(?=.*[1-9])(?!(?:\.?[0-9]){29,})(?:0|[1-9][0-9]*)";
    assert_eq!(pattern(""), format!(r"{start}(?:\.[0-9]{{1,2}})?$"));
    assert_eq!(pattern(r#","exponent":0"#), format!("{start}$"));
    let simpleps = schema("simpleps", r#"{"environment":"sandbox"}"#, "simpleps.refund");
    let amount = at(&simpleps, "properties/amount");
    assert_eq!(at(amount, "anyOf/0/const").as_str(), Some("full"));
    let total = at(amount, "anyOf/1/properties/total");
    assert_eq!(at(total, "anyOf/0/pattern").as_str(), Some(&*format!(r"{start}(?:\.[0-9]+)?$")));
    assert_eq!(
        shown(at(total, "anyOf/1")),
        r#"{"type":"number","exclusiveMinimum":0,"maximum":9007199254740991}"#
    );
}

/// A request puts its fields into the path one after the other, as the table has them.
#[test]
fn a_path_names_its_fields_in_the_order_of_the_table() {
    use amends::core::field::{Kind, Place};
    for operation in PROVIDERS.iter().flat_map(|provider| provider.operations) {
        let in_path = operation.fields.iter().filter(|field| field.place == Place::Path);
        let names: Vec<_> = in_path
            .map(|field| {
                assert!(field.required && matches!(field.kind, Kind::Text(_)), "{}", field.name);
                field.name
            })
            .collect();
        let template = operation.path.split('{').skip(1).filter_map(|part| part.split('}').next());
        assert_eq!(template.collect::<Vec<_>>(), names, "{}", operation.id);
    }
}

/// The check remembers in 64 bits which fields it met.
#[test]
fn no_table_has_more_fields_than_the_check_can_remember() {
    use amends::core::field::{Field, Kind};
    fn most(fields: &[Field]) -> usize {
        let inner = fields.iter().map(|field| match &field.kind {
            Kind::Object(fields) | Kind::WordOr(_, Kind::Object(fields)) => most(fields),
            _ => 0,
        });
        inner.fold(fields.len(), usize::max)
    }
    for operation in PROVIDERS.iter().flat_map(|provider| provider.operations) {
        assert!((1..=64).contains(&most(operation.fields)), "{}", operation.id);
    }
}
