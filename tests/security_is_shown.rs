//! docs/security.md names, for each promise, what keeps it and which test shows it. They are there.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::Path;

use regex_lite::Regex;

#[test]
fn every_file_that_it_names_exists() {
    let pattern = Regex::new(r"`((?:src|tests|www|docs)/[^`\s]+|index\.html)`").unwrap();
    let page = read("docs/security.md");
    let named: Vec<_> = pattern.captures_iter(&page).map(|found| found[1].to_owned()).collect();
    assert!(named.len() > 20, "the pattern finds them");
    for file in named {
        assert!(root().join(&file).exists(), "{file}");
    }
}

#[test]
fn every_test_that_it_names_exists() {
    let pattern = Regex::new(r"`(tests/[^`\s]+)` ((?:“[^”]+”(?:, )?)+)").unwrap();
    let name = Regex::new("“([^”]+)”").unwrap();
    let page = read("docs/security.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let mut names = 0;
    for found in pattern.captures_iter(&page) {
        let tests = read(&found[1]);
        for test in name.captures_iter(&found[2]) {
            assert!(tests.contains(&format!("test(\"{}\"", &test[1])), "{}: {}", &found[1], &test[1]);
            names += 1;
        }
    }
    assert!(names > 12, "the pattern finds them: {names}");
}

#[test]
fn every_promise_names_what_shows_it() {
    let page = read("docs/security.md");
    let promises = page.split("## What is promised").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<_> = promises.lines().filter(|line| line.starts_with("| ")).skip(2).collect();
    assert!(rows.len() > 10);
    for row in rows {
        assert!(row.rsplit('|').nth(1).is_some_and(|shown| shown.contains("`tests/")), "{row}");
    }
}

#[test]
fn every_limit_that_it_names_is_a_constant_there() {
    let pattern = Regex::new(r"`([A-Z_]+)` in `(src/[^`]+)`").unwrap();
    let page = read("docs/security.md");
    let named: Vec<_> = pattern.captures_iter(&page).collect();
    assert!(named.len() > 12, "the pattern finds them");
    for limit in named {
        assert!(read(&limit[2]).contains(&format!("const {}:", &limit[1])), "{}: {}", &limit[2], &limit[1]);
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
