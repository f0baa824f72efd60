//! The same Rust without WebAssembly: the limit that the package is measured against.
//!
//! `native calls|bulk <folder>` prints nanoseconds by task as JSON, `native written <folder>` how many bytes bulk makes,
//! `native stream <bytes>` what a stream of that size took. Everything else about the bench is in `bench.mjs`, which starts this program.

#![allow(clippy::float_arithmetic, reason = "times are no amounts")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{self, BufRead, Read, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use amends::core::bulk::Line;
use amends::{Client, Issue, Request, Response};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

type Failed = Box<dyn Error>;
type Results = BTreeMap<String, Value>;

#[derive(Deserialize)]
struct Tasks {
    accounts: BTreeMap<String, Value>,
    requests: Vec<RequestTask>,
    refused: Vec<RequestTask>,
    outcomes: Vec<OutcomeTask>,
}

#[derive(Deserialize)]
struct RequestTask {
    name: String,
    id: String,
    input: Value,
}

#[derive(Deserialize)]
struct OutcomeTask {
    name: String,
    id: String,
    response: Answer,
    input: Value,
}

#[derive(Deserialize)]
struct Answer {
    status: u16,
    headers: Value,
    body: String,
}

impl Answer {
    /// Headers are written as pairs or as an object.
    fn headers(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match &self.headers {
            Value::Object(members) => {
                members.iter().map(|(name, value)| (name.clone(), text(value))).collect()
            }
            Value::Array(pairs) => {
                pairs.iter().filter_map(|pair| Some((text(pair.get(0)?), text(pair.get(1)?)))).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn main() -> Result<(), Failed> {
    // `cargo bench` adds an option of its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let results = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["calls", folder] => calls(Path::new(folder))?,
        ["bulk", folder] => bulk(Path::new(folder))?,
        ["written", folder] => written(Path::new(folder))?,
        ["stream", bytes] => stream(bytes.parse()?)?,
        _ => {
            return Err(
                "say `calls <folder>`, `bulk <folder>` or `stream <bytes>`; `npm run bench` does".into()
            );
        }
    };
    writeln!(io::stdout(), "{}", serde_json::to_string(&results)?)?;
    Ok(())
}

fn clients(tasks: &Tasks) -> Result<BTreeMap<&str, Client>, Failed> {
    let connect = |(name, account): (&'_ String, &Value)| Client::connect(name, &account.to_string());
    let clients: Result<Vec<Client>, _> = tasks.accounts.iter().map(connect).collect();
    Ok(tasks.accounts.keys().map(String::as_str).zip(clients?).collect())
}

fn tasks(folder: &Path) -> Result<Tasks, Failed> {
    Ok(serde_json::from_slice(&fs::read(folder.join("tasks.json"))?)?)
}

fn provider(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}

/// Every call on the text that the bindings would hand over.
fn calls(folder: &Path) -> Result<Results, Failed> {
    let tasks = tasks(folder)?;
    let clients = clients(&tasks)?;
    let mut results = Results::new();
    for (task, wanted) in
        tasks.requests.iter().map(|task| (task, true)).chain(tasks.refused.iter().map(|task| (task, false)))
    {
        let client = clients.get(provider(&task.id)).ok_or("no such provider")?;
        let operation = client.operation(&task.id).ok_or("no such operation")?;
        let input = task.input.to_string();
        if operation.request_json(&input).is_ok() != wanted {
            return Err(format!("{} does not do what it is called", task.name).into());
        }
        let time = if task.name.ends_with("validate") {
            nanoseconds(|| operation.validate_json(black_box(&input)).issues.len())
        } else {
            nanoseconds(|| operation.request_json(black_box(&input)).map_or(0, |request| request.url.len()))
        };
        results.insert(task.name.clone(), time.into());
    }
    for task in &tasks.outcomes {
        let client = clients.get(provider(&task.id)).ok_or("no such provider")?;
        let operation = client.operation(&task.id).ok_or("no such operation")?;
        let input = task.input.to_string();
        let headers = task.response.headers();
        let time = nanoseconds(|| {
            let response =
                Response::new(task.response.status, headers.clone(), task.response.body.as_bytes());
            operation.outcome_json(Some(black_box(&response)), Some(&input)).body.len()
        });
        results.insert(task.name.clone(), time.into());
    }
    Ok(results)
}

/// The NDJSON files: the sum of each one's fastest pass after a first, as `run.mjs` does it.
fn bulk(folder: &Path) -> Result<Results, Failed> {
    const PASSES: usize = 3;
    let tasks = tasks(folder)?;
    let clients = clients(&tasks)?;
    let mut all = Duration::ZERO;
    for RequestTask { id, .. } in &tasks.requests {
        let bytes = fs::read(folder.join(format!("{id}.ndjson")))?;
        let client = clients.get(provider(id)).ok_or("no such provider")?;
        let pass = || -> Result<Duration, Failed> {
            let begun = Instant::now();
            let mut output = Vec::with_capacity(bytes.len().saturating_mul(2));
            write_requests(client, id, bytes.as_slice(), &mut output)?;
            black_box(output);
            Ok(begun.elapsed())
        };
        let mut fastest = Duration::MAX;
        pass()?;
        for _ in 0..PASSES {
            fastest = fastest.min(pass()?);
        }
        all = all.saturating_add(fastest);
    }
    Ok(Results::from([("bulk".to_owned(), whole_nanoseconds(all).into())]))
}

/// So that the bench can see that this program writes what the package writes.
fn written(folder: &Path) -> Result<Results, Failed> {
    let tasks = tasks(folder)?;
    let clients = clients(&tasks)?;
    let mut results = Results::new();
    for RequestTask { id, .. } in &tasks.requests {
        let bytes = fs::read(folder.join(format!("{id}.ndjson")))?;
        let client = clients.get(provider(id)).ok_or("no such provider")?;
        let mut output = Vec::new();
        write_requests(client, id, bytes.as_slice(), &mut output)?;
        results.insert(id.clone(), output.len().into());
    }
    Ok(results)
}

fn write_requests<R: BufRead, W: io::Write>(
    client: &Client,
    id: &str,
    lines: R,
    mut output: W,
) -> Result<u64, Failed> {
    let operation = client.operation(id).ok_or("no such operation")?;
    let mut written = 0_u64;
    for line in operation.requests(lines) {
        let Line { number, result, .. } = line?;
        match &result {
            Ok(request) => {
                let request = Sent::of(request);
                serde_json::to_writer(&mut output, &Built { line: number, request })?;
            }
            Err(issues) => serde_json::to_writer(&mut output, &Refused { line: number, issues })?,
        }
        output.write_all(b"\n")?;
        written = written.saturating_add(1);
    }
    Ok(written)
}

/// What a line became, in the form that the package writes.
#[derive(Serialize)]
struct Built<'r> {
    line: u64,
    request: Sent<'r>,
}

#[derive(Serialize)]
struct Refused<'r> {
    line: u64,
    issues: &'r [Issue],
}

#[derive(Serialize)]
struct Sent<'r> {
    method: &'static str,
    url: &'r str,
    headers: Headers<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'r str>,
    redirect: &'static str,
}

impl<'r> Sent<'r> {
    fn of(request: &'r Request) -> Self {
        let Request { method, url, body, .. } = request;
        let method = method.as_str();
        Self { method, url, headers: Headers(request), body: body.as_deref(), redirect: "manual" }
    }
}

struct Headers<'r>(&'r Request);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.headers())
    }
}

/// One block again and again: a file of any size that is nowhere.
struct Repeated {
    block: Vec<u8>,
    left: u64,
    at: usize,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Repeated {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.block.len() && self.left > 0 {
            self.left = self.left.saturating_sub(1);
            self.at = 0;
        }
        Ok(self.block.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at = self.at.saturating_add(amount);
    }
}

/// The line that `stream.mjs` makes, too: every twentieth is refused.
fn line(number: u32) -> String {
    let amount = if number % 20 == 7 { 0 } else { 250 };
    format!(
        "{{\"linkData\":\"eyJrIjoiazNhYjYzMiJ9%3D%3D.{number}%3Alast\",\"reference\":\"refund-{number}\",\"value\":{{\"currency\":\"GBP\",\"amount\":{amount}}}}}\n"
    )
}

fn stream(bytes: u64) -> Result<Results, Failed> {
    const LINES: u32 = 5000;
    let block: Vec<u8> = (0..LINES).flat_map(|number| line(number).into_bytes()).collect();
    let length = u64::try_from(block.len())?;
    let blocks = bytes.checked_div(length).unwrap_or_default().max(1);
    let client = Client::connect("worldpay", r#"{"environment":"try"}"#)?;
    let begun = Instant::now();
    let reader = Repeated { at: block.len(), block, left: blocks };
    let lines = write_requests(&client, "worldpay.partialRefund", reader, io::sink())?;
    let mut results = Results::from([
        ("seconds".to_owned(), begun.elapsed().as_secs_f64().into()),
        ("lines".to_owned(), lines.into()),
        ("read".to_owned(), blocks.saturating_mul(length).into()),
    ]);
    if let Some(rss) = peak_memory() {
        results.insert("rss".to_owned(), rss.into());
    }
    Ok(results)
}

/// The most memory this process has had, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

/// The lower quartile of several batches, after a warm-up, as `measure.mjs` does it.
fn nanoseconds(mut act: impl FnMut() -> usize) -> f64 {
    const WARM: Duration = Duration::from_millis(20);
    const BATCHES: usize = 50;
    let begun = Instant::now();
    let mut calls = 0_u32;
    while begun.elapsed() < WARM {
        black_box(act());
        calls = calls.saturating_add(1);
    }
    // Two milliseconds, as long as the batches there.
    let calls = (calls / 10).max(1);
    let mut times = Vec::with_capacity(BATCHES);
    for _ in 0..BATCHES {
        let begun = Instant::now();
        for _ in 0..calls {
            black_box(act());
        }
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times.get(BATCHES / 4).map_or(f64::NAN, |time| whole_nanoseconds(*time) / f64::from(calls))
}

fn whole_nanoseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9
}
