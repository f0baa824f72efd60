//! Refunds a part of a payment at Primer over `ureq`, and prints what came of it.
//!
//! `PRIMER_API_KEY=… cargo run --example refund -- payment-id 700 refund-key`
//!
//! The last argument is the idempotency key: made once for each refund, repeated with every try. `PRIMER_URL` takes
//! the place of Primer's sandbox, at an address of this computer.
use std::{env, error::Error, time::Duration};

use amends::primer::{Account, Amount, Environment, Primer, Refund};
use amends::{Kind, Request, Response};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [id, amount, key] = arguments.as_slice() else { return Err("payment id, minor units, key".into()) };
    let mut account = Account::new(Environment::Sandbox).api_key(env::var("PRIMER_API_KEY")?);
    if let Ok(url) = env::var("PRIMER_URL") {
        account.environment = None;
        account.base_url = Some(url);
        account.allow_insecure_loopback = Some(true);
    }
    let primer = Primer::new(&account)?;
    let amount = Some(Amount::Minor(amount.parse()?));
    let input = Refund { id: id.clone(), amount, idempotency_key: Some(key.clone()), ..Refund::default() };

    let response = send(&primer.refund().request(&input)?); // refused with every issue, before anything is sent
    let outcome = primer.refund().outcome(response.as_ref(), Some(&input));
    if let Some(reason) = &outcome.reason {
        println!("{}: {}", reason.code, reason.message);
    }
    println!("{:?}. Again? {:?}: {}", outcome.kind, outcome.retry.advice, outcome.retry.because);
    match outcome.kind {
        Kind::Accepted | Kind::Completed => Ok(()),
        _ => Err("not refunded, as far as anybody knows".into()),
    }
}

/// The answer, whatever it says; `None` where none arrived.
fn send(request: &Request) -> Option<Response> {
    // A refusal is an answer as well, and a redirect would carry the key to another host.
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
    let agent = config.timeout_global(Some(Duration::from_secs(30))).build().new_agent();
    let call =
        request.headers().fold(agent.post(&request.url), |call, (name, value)| call.header(name, value));
    let mut answer = call.send(request.body.as_deref().unwrap_or_default()).ok()?;
    let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let body = answer.body_mut().read_to_vec();
    let truncated = body.is_err();
    Some(Response { truncated, ..Response::new(answer.status().as_u16(), headers, body.unwrap_or_default()) })
}
