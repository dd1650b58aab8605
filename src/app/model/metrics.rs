//! A model's figures (`metrics.json` beside it), as its training wrote them.

use std::collections::BTreeMap;

use serde::Deserialize;
use wasm_bindgen_futures::JsFuture;

use crate::classifier::GROUPS;
use crate::text::Language;
use crate::worker::part;

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(in crate::app) struct Metrics {
    /// Split → its sources with their licences.
    pub(super) data_licences: BTreeMap<String, Vec<String>>,
    /// What it can't do: sentences, each in some languages, by their tags.
    #[serde(default)]
    limits: Vec<BTreeMap<String, String>>,
    pub(super) test: Split,
    pub(super) external: Split,
    pub(super) ood_test: Strangers,
}

/// Pictures that the network had never seen.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Split {
    pub(super) images: usize,
    pub(super) patients: usize,
    pub(super) accuracy: f64,
    pub(super) macro_recall: f64,
    pub(super) macro_precision: f64,
    pub(super) macro_f1: f64,
    /// 95 % intervals, bootstrapped over patients.
    pub(super) ci95_over_patients: BTreeMap<String, [f64; 2]>,
    pub(super) expected_calibration_error: f64,
    pub(super) calibration_curve: Vec<Bin>,
    pub(super) turned_away: Share,
    pub(super) misrouted: Share,
    pub(super) confusion_true_by_predicted: [[usize; GROUPS]; GROUPS],
    /// By group id.
    pub(super) per_class: BTreeMap<String, Class>,
    /// `group / source` → `as group`, `placed`, `unsure` … → pictures.
    pub(super) by_group_and_source: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Pictures of like confidence.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Bin {
    pub(super) images: usize,
    pub(super) confidence: f64,
    pub(super) accuracy: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Share {
    pub(super) images: usize,
    pub(super) hits: usize,
    pub(super) ci95: [f64; 2],
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Class {
    pub(super) images: usize,
    pub(super) patients: usize,
    pub(super) recall: f64,
    pub(super) recall_exact_ci95: [f64; 2],
    pub(super) precision: f64,
    pub(super) f1: f64,
}

/// What is no radiograph.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Strangers {
    pub(super) turned_away: Share,
}

impl Metrics {
    /// What it can't do, in a language, else in English; each with the tag of the language that it is in.
    pub(super) fn limits(&self, language: Language) -> Vec<(&'static str, &str)> {
        let tags = [language, Language::English].map(Language::tag);
        self.limits
            .iter()
            .filter_map(|limit| tags.iter().find_map(|tag| Some((*tag, limit.get(*tag)?.as_str()))))
            .collect()
    }

    /// Fetches a shipped model's figures; none where they can't be had, and the page then shows none.
    pub(in crate::app) async fn fetch(folder: &str) -> Option<Self> {
        let response = part(&format!("models/{folder}/metrics.json")).await.ok()?;
        let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
        serde_json::from_str(&text).ok()
    }
}
