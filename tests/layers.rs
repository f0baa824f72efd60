//! The fence between the layers: bindings, then providers, then core; never back, never between providers.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

const MOST_LINES: usize = 600;
const JAVASCRIPT: [&str; 4] = ["wasm_bindgen", "js_sys", "serde_wasm_bindgen", "JsValue"];

struct File {
    /// Below `src`, with slashes.
    name: String,
    text: String,
}

fn collect(folder: &Path, below: &str, found: &mut Vec<File>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder of sources")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        let name = format!("{below}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(File { name, text: fs::read_to_string(&path).expect("a source in UTF-8") });
        }
    }
}

fn sources() -> Vec<File> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    let has = |start: &str| found.iter().any(|file| file.name.starts_with(start));
    assert!(has("core/") && has("providers/") && has("bindings/"), "the layers have moved");
    found
}

fn providers(sources: &[File]) -> Vec<String> {
    let mut names: Vec<String> = sources
        .iter()
        .filter_map(|file| Some(file.name.strip_prefix("providers/")?.split_once('/')?.0.to_owned()))
        .collect();
    names.dedup();
    assert!(!names.is_empty(), "no provider");
    names
}

fn in_a_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a text has this word, in any case, comments included.
fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    text.match_indices(&word).any(|(at, found)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at.saturating_add(found.len())..).and_then(|text| text.chars().next());
        !before.is_some_and(in_a_word) && !after.is_some_and(in_a_word)
    })
}

/// Every line of a file in which one of the words stands.
fn refuse(file: &File, words: &[&str], breaches: &mut Vec<String>) {
    for (line, number) in file.text.lines().zip(1_usize..) {
        for word in words.iter().filter(|word| has_word(line, word)) {
            breaches.push(format!("src/{}:{number} names {word}: {}", file.name, line.trim()));
        }
    }
}

fn none(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[test]
fn core_knows_no_provider_and_no_javascript() {
    let sources = sources();
    let names = providers(&sources);
    let mut words: Vec<&str> = names.iter().map(String::as_str).collect();
    words.extend(JAVASCRIPT);
    words.extend(["crate::providers", "crate::bindings", "super::super"]);
    let mut breaches = Vec::new();
    for file in sources.iter().filter(|file| file.name.starts_with("core/")) {
        refuse(file, &words, &mut breaches);
    }
    none(&breaches);
}

#[test]
fn a_provider_knows_no_other_and_no_bindings() {
    let sources = sources();
    let names = providers(&sources);
    let mut breaches = Vec::new();
    for file in &sources {
        let Some(rest) = file.name.strip_prefix("providers/") else { continue };
        let mut words = vec!["crate::bindings", "super::super"];
        words.extend(JAVASCRIPT);
        // The register beside the folders names them all.
        if let Some((own, _)) = rest.split_once('/') {
            words.extend(names.iter().map(String::as_str).filter(|name| *name != own));
        }
        refuse(file, &words, &mut breaches);
    }
    none(&breaches);
}

#[test]
fn javascript_stands_in_the_bindings_alone() {
    let mut breaches = Vec::new();
    for file in sources().iter().filter(|file| !file.name.starts_with("bindings/")) {
        refuse(file, &JAVASCRIPT, &mut breaches);
    }
    none(&breaches);
}

#[test]
fn nothing_is_unsafe() {
    let mut breaches = Vec::new();
    for file in &sources() {
        refuse(file, &["unsafe"], &mut breaches);
    }
    none(&breaches);
    let manifest =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("unsafe_code = \"forbid\""), "the lint against it is gone");
}

#[test]
fn no_float_comes_near_an_amount() {
    let mut breaches = Vec::new();
    let guarded = |file: &&File| file.name.starts_with("core/") || file.name.starts_with("providers/");
    for file in sources().iter().filter(guarded) {
        refuse(file, &["f32", "f64", "from_f32", "from_f64", "to_f32", "to_f64", "as_f64"], &mut breaches);
    }
    none(&breaches);
}

/// No I/O but a reader handed in, no clock, no randomness, no environment.
#[test]
fn nothing_is_asked_of_the_world() {
    const WORLD: [&str; 10] = [
        "std::fs",
        "std::net::TcpStream",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime::now",
        "Instant",
        "HashMap",
        "HashSet",
        "rand",
    ];
    let mut breaches = Vec::new();
    for file in &sources() {
        refuse(file, &WORLD, &mut breaches);
    }
    none(&breaches);
}

#[test]
fn no_file_is_long() {
    let long: Vec<String> = sources()
        .iter()
        .map(|file| (file.text.lines().count(), &file.name))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, name)| format!("src/{name} has {lines} lines, more than {MOST_LINES}"))
        .collect();
    none(&long);
}

#[test]
fn words_are_found_as_words() {
    assert!(has_word("of Worldpay's own", "worldpay"));
    assert!(has_word("let x: f64 = 1.0;", "f64"));
    assert!(!has_word("fn unsafe_number()", "unsafe"));
    assert!(!has_word("operand", "rand"));
}
