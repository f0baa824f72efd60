//! The files of `tests/vectors`, taken apart.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Node, members};

/// The folder of refused accounts.
pub const ACCOUNTS: &str = "accounts";

/// The vectors, by folder name.
pub fn folders() -> Result<Vec<(String, Vec<PathBuf>)>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let list = |at: &Path| -> Result<Vec<PathBuf>, String> {
        let entries = fs::read_dir(at).map_err(|error| format!("{}: {error}", at.display()))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        Ok(paths)
    };
    let mut folders = Vec::new();
    for folder in list(&root)?.into_iter().filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        folders.push((name, list(&folder)?));
    }
    Ok(folders)
}

/// The account's text, character for character, without its provider.
pub fn split_account(text: &str) -> Result<(String, String), String> {
    let all = members(text)?;
    let provider = all.iter().find(|(name, _)| name == "provider").ok_or("the account names no provider")?;
    let provider = Node::parse(provider.1.get())?.text().ok_or("provider is no string")?.to_owned();
    let rest: Vec<String> = all
        .iter()
        .filter(|(name, _)| name != "provider")
        .map(|(name, value)| format!("{}:{}", Node::Text(name.clone()), value.get()))
        .collect();
    Ok((provider, format!("{{{}}}", rest.join(","))))
}

/// A vector, taken apart.
pub struct Vector {
    members: Vec<(String, String)>,
}

impl Vector {
    pub fn parse(text: &str) -> Result<Self, String> {
        const KNOWN: [&str; 9] = [
            "about",
            "account",
            "input",
            "inputText",
            "request",
            "issues",
            "warnings",
            "response",
            "outcome",
        ];
        let members: Vec<(String, String)> =
            members(text)?.into_iter().map(|(name, raw)| (name, raw.get().to_owned())).collect();
        let mut seen = BTreeSet::new();
        for (name, _) in &members {
            if !KNOWN.contains(&name.as_str()) || !seen.insert(name) {
                return Err(format!("{name:?} does not belong here, or stands twice"));
            }
        }
        let vector = Self { members };
        let about = vector.node("about")?.ok_or("no `about`")?;
        if about.text().is_none_or(str::is_empty) {
            return Err("`about` is empty".to_owned());
        }
        Ok(vector)
    }

    pub fn raw(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.as_str())
    }

    pub fn node(&self, name: &str) -> Result<Option<Node>, String> {
        self.raw(name).map(Node::parse).transpose()
    }

    /// The input as JSON text: as it stands in the vector, or as a string holds it.
    pub fn input(&self) -> Result<Option<String>, String> {
        match (self.raw("input"), self.node("inputText")?) {
            (Some(raw), None) => Ok(Some(raw.to_owned())),
            (None, Some(Node::Text(text))) => Ok(Some(text)),
            (None, None) => Ok(None),
            _ => Err("give `input`, or `inputText` as a string".to_owned()),
        }
    }
}

/// What a property starts from: an account, an operation and an input that somebody thought of.
#[derive(Debug, Clone)]
pub struct Seed {
    pub provider: String,
    pub account: String,
    pub operation: String,
    pub input: String,
    /// Whether a request can be built of it.
    pub valid: bool,
}

/// Every vector with an input.
pub fn seeds() -> Result<Vec<Seed>, String> {
    let mut seeds = Vec::new();
    for (operation, files) in folders()? {
        for file in files.iter().filter(|_| operation != ACCOUNTS) {
            let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
            let vector = Vector::parse(&text)?;
            let Some(input) = vector.input()? else { continue };
            let (provider, account) = split_account(vector.raw("account").ok_or("no `account`")?)?;
            let valid = vector.raw("request").is_some();
            seeds.push(Seed { provider, account, operation: operation.clone(), input, valid });
        }
    }
    Ok(seeds)
}

/// The body of every answer that somebody thought of, with its operation and status.
pub fn answers() -> Result<Vec<(String, u16, String)>, String> {
    let mut answers = Vec::new();
    for (operation, files) in folders()? {
        for file in files.iter().filter(|_| operation != ACCOUNTS) {
            let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
            let Some(response) = Vector::parse(&text)?.node("response")? else { continue };
            if let (Some(Node::Number(status)), Some(body)) =
                (response.get("status"), response.get("body").and_then(Node::text))
            {
                let status = status.parse().map_err(|_| "the status is no HTTP status")?;
                answers.push((operation.clone(), status, body.to_owned()));
            }
        }
    }
    Ok(answers)
}
