//! What a bug report should say of the programs and the files, and nothing of the patients.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use crate::case::{Case, State, Timings};
use crate::classifier::Group;

/// UIDs of the standard itself; others can be made from an institution's or a patient's numbers (PS3.5 section 9).
const STANDARD_UIDS: &str = "1.2.840.10008.";

/// Modalities that may be named: any other word there might be anything.
const MODALITIES: &[&str] = &["CR", "DX", "RG", "RF", "MG", "PX", "IO", "XA", "CT", "MR", "US", "NM", "PT", "SC", "OT"];

/// What the page knows of itself and of the browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// This program's version.
    pub version: String,
    /// The model's name and network.
    pub model: String,
    /// Which of the worker's builds runs: `simd` or `relaxed-simd`.
    pub build: String,
    /// The browser's `navigator.userAgent`.
    pub user_agent: String,
    /// The browser's `navigator.hardwareConcurrency`.
    pub cores: u32,
    /// Workers that run.
    pub workers: u32,
}

/// Plain text to paste into a bug report: counts, transfer syntaxes, sizes, times. No file names, no UIDs but the
/// standard's, no text of headers.
#[must_use]
pub fn diagnostics<'a>(environment: &Environment, cases: impl IntoIterator<Item = &'a Case>) -> String {
    let cases: Vec<&Case> = cases.into_iter().collect();
    let done: Vec<&Case> = cases.iter().copied().filter(|case| case.state == State::Done).collect();
    let mut text = String::new();
    let Environment { version, model, build, user_agent, cores, workers } = environment;
    line(&mut text, "DICOM Imaging Router", version);
    line(&mut text, "Model", model);
    line(&mut text, "Build", build);
    line(&mut text, "Browser", user_agent);
    line(&mut text, "Cores, workers", format!("{cores}, {workers}"));
    line(&mut text, "Files", cases.len());
    let reviewed = cases.iter().filter(|case| case.review.is_some()).count();
    let duplicates = cases.iter().filter(|case| case.duplicate_of.is_some()).count();
    line(&mut text, "Reviewed, duplicates", format!("{reviewed}, {duplicates}"));
    counts(&mut text, "State", cases.iter().map(|case| case.state.id().to_owned()));
    counts(&mut text, "Group", done.iter().map(|case| case.group.map_or("none", Group::id).to_owned()));
    let reason = |case: &&Case| Some(format!("{} of {}", case.reason.as_ref()?, transfer_syntax(case)));
    counts(&mut text, "Reason", cases.iter().filter_map(reason));
    counts(&mut text, "Transfer syntax", done.iter().map(|case| transfer_syntax(case)));
    counts(&mut text, "Modality", cases.iter().map(|case| modality(case)));
    let pixels = |case: &&Case| Some(f64::from(case.header.rows?) * f64::from(case.header.columns?) / 1e6);
    quantiles(&mut text, "Megapixels", done.iter().filter_map(pixels));
    let frames = |case: &&Case| case.header.number_of_frames.map(f64::from);
    quantiles(&mut text, "Frames", done.iter().filter_map(frames));
    let mut times = |step: &str, time: fn(&Timings) -> f64| {
        quantiles(&mut text, &format!("Milliseconds, {step}"), done.iter().map(|case| time(&case.timings_ms)));
    };
    times("read", |timings| timings.read);
    times("decode", |timings| timings.decode);
    times("prepare", |timings| timings.prepare);
    times("infer", |timings| timings.infer);
    times("total", |timings| timings.total);
    text
}

fn line(text: &mut String, name: &str, value: impl Display) {
    let value = value.to_string().replace(['\r', '\n'], " ");
    // Writing to a String can't fail.
    let _ = writeln!(text, "{name}: {value}");
}

/// The values, each with how often it occurs.
fn counts(text: &mut String, name: &str, values: impl Iterator<Item = String>) {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counted.entry(value).or_default() += 1;
    }
    let parts: Vec<String> = counted.iter().map(|(value, count)| format!("{count} × {value}")).collect();
    if !parts.is_empty() {
        line(text, name, parts.join(", "));
    }
}

/// Median, nine tenths, highest.
fn quantiles(text: &mut String, name: &str, values: impl Iterator<Item = f64>) {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values.get((values.len().saturating_sub(1) as f64 * share).round() as usize);
    if let (Some(median), Some(most), Some(highest)) = (at(0.5), at(0.9), at(1.0)) {
        line(text, name, format!("median {median:.1}, 90 % {most:.1}, highest {highest:.1}"));
    }
}

fn transfer_syntax(case: &Case) -> String {
    let standard = |uid: &&str| {
        uid.strip_prefix(STANDARD_UIDS)
            .is_some_and(|rest| rest.len() <= 12 && rest.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit()))
    };
    match case.header.transfer_syntax.as_deref() {
        None => "no transfer syntax".to_owned(),
        Some(uid) => Some(uid).filter(standard).unwrap_or("another transfer syntax").to_owned(),
    }
}

fn modality(case: &Case) -> String {
    match case.header.modality.as_deref() {
        None => "none",
        Some(modality) => MODALITIES.iter().find(|known| **known == modality).unwrap_or(&"another"),
    }
    .to_owned()
}
