//! ARCHITECTURE.md draws the modules and what each uses. The drawing is the code's: no arrow more, none less, none back.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;

type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_module_is_drawn() {
    let pattern = Regex::new(r"(?m)^pub mod ([a-z_]+);").unwrap();
    let library = read("src/lib.rs");
    let modules: BTreeSet<String> = pattern.captures_iter(&library).map(|found| found[1].to_owned()).collect();
    let drawn: BTreeSet<String> = arrows(&drawn()).into_iter().flat_map(|(from, to)| [from, to]).collect();
    assert_eq!(drawn, modules, "drawn in ARCHITECTURE.md, and declared in src/lib.rs");
}

#[test]
fn no_module_uses_one_that_uses_it() {
    let code = code();
    for module in code.keys() {
        assert!(!reached(&code, module, None).contains(module), "{module} uses, by way of others, itself");
    }
}

#[test]
fn the_drawing_has_the_arrows_of_the_code() {
    let code = code();
    let needed: BTreeSet<_> =
        arrows(&code).into_iter().filter(|arrow| !reached(&code, &arrow.0, Some(arrow)).contains(&arrow.1)).collect();
    let drawn = arrows(&drawn());
    let missing: Vec<_> = needed.difference(&drawn).collect();
    let surplus: Vec<_> = drawn.difference(&needed).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "in src/ but not in ARCHITECTURE.md: {missing:?}\nin ARCHITECTURE.md, but unused or implied: {surplus:?}"
    );
}

#[test]
fn the_core_knows_no_browser() {
    let code = code();
    for module in ["radiograph", "classifier", "routing", "case", "export", "viewing"] {
        for outer in ["app", "worker"] {
            assert!(!reached(&code, module, None).contains(outer), "{module} reaches {outer}");
        }
        let browser = Regex::new(r"\b(web_sys|js_sys|wasm_bindgen|gloo|yew)::").unwrap();
        for (path, text) in sources(module) {
            assert!(!browser.is_match(&text), "{} speaks to a browser", path.display());
        }
    }
}

/// Which module names which other by `crate::`, tests and comments left out.
fn code() -> Graph {
    let named = Regex::new(r"\bcrate::([a-z_]+)").unwrap();
    let mut graph = Graph::new();
    for module in modules() {
        let uses = graph.entry(module.clone()).or_default();
        for (path, text) in sources(&module) {
            assert!(!text.contains("crate::{"), "{}: name one module a `use crate::…`", path.display());
            let others = named.captures_iter(&text).map(|found| home(&found[1]).to_owned());
            uses.extend(others.filter(|other| *other != module));
        }
    }
    graph
}

/// A macro's path names the crate, wherever it is written.
fn home(named: &str) -> &str {
    if named == "phrase" { "text" } else { named }
}

/// The arrows of the mermaid diagram: lines such as `case --> routing & export`.
fn drawn() -> Graph {
    let document = read("ARCHITECTURE.md");
    let diagram = document.split("```mermaid").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut graph = Graph::new();
    for line in diagram.lines() {
        if let Some((from, to)) = line.split_once("-->") {
            let targets = to.split('&').map(|name| name.trim().to_owned());
            graph.entry(from.trim().to_owned()).or_default().extend(targets);
        }
    }
    graph
}

fn arrows(graph: &Graph) -> BTreeSet<(String, String)> {
    graph.iter().flat_map(|(from, to)| to.iter().map(|to| (from.clone(), to.clone()))).collect()
}

/// The modules that one can get to from `start`, by any number of arrows but not by `except`.
fn reached(graph: &Graph, start: &str, except: Option<&(String, String)>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![start.to_owned()];
    while let Some(from) = waiting.pop() {
        for to in graph.get(&from).into_iter().flatten() {
            if except != Some(&(from.clone(), to.clone())) && found.insert(to.clone()) {
                waiting.push(to.clone());
            }
        }
    }
    found
}

fn modules() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("src")).unwrap();
    let names = entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned());
    names.filter(|name| !["lib", "bin"].contains(&name.as_str())).collect()
}

/// Each source file of a module, without comments and tests.
fn sources(module: &str) -> Vec<(PathBuf, String)> {
    let comment = Regex::new(r"(?m)^\s*//.*$").unwrap();
    let mut waiting = vec![root().join("src").join(module), root().join("src").join(format!("{module}.rs"))];
    waiting.retain(|path| path.exists());
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let program = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            found.push((path, comment.replace_all(program, "").into_owned()));
        }
    }
    found
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
