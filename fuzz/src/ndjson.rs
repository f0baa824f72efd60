//! Any bytes as a file of inputs, read in pieces of different sizes.

use std::io::{BufRead, BufReader};

use amends::core::bulk::Line;
use amends::{Bound, Json};

use crate::{check_request, check_serialised, operations};

pub fn check(bytes: &[u8]) {
    let odd = bytes.len() % 61 + 2;
    for (merchant, bound) in operations() {
        let lines = read(&bound, bytes);
        for capacity in [1, odd] {
            assert_eq!(
                lines,
                read(&bound, BufReader::with_capacity(capacity, bytes)),
                "pieces of {capacity}"
            );
        }
        let expected = not_blank(bytes);
        let numbers: Vec<u64> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, expected.iter().map(|(number, _)| *number).collect::<Vec<_>>());
        for (line, (_, given)) in lines.into_iter().zip(expected) {
            check_serialised(&line, given);
            let Ok(given) = std::str::from_utf8(given) else {
                assert!(line.result.is_err());
                continue;
            };
            match (line.result, bound.request_json(given)) {
                (Ok(request), Ok(alone)) => {
                    check_request(&request, merchant.base);
                    assert_eq!(merchant.client.authorize(request), Ok(alone), "a line is as good as a call");
                }
                (Err(issues), Err(alone)) => assert_eq!(issues, alone.issues),
                (line, alone) => panic!("{line:?} as a line, {alone:?} alone"),
            }
        }
    }
}

fn read(bound: &Bound<'_, Json>, reader: impl BufRead) -> Vec<Line> {
    bound.requests(reader).map(Result::unwrap).collect()
}

/// The lines that hold anything, with their numbers, without the byte order mark.
fn not_blank(bytes: &[u8]) -> Vec<(u64, &[u8])> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    lines.filter(|(_, line)| !line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))).collect()
}
