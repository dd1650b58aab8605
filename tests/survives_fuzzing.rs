//! What fuzzing found, and a valid seed or two for each target, run through the same functions (`fuzz/src/lib.rs`): each
//! file under `tests/hostile/TARGET` once panicked, hung or took too much memory, or stands for those that are read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

#[path = "../fuzz/src/lib.rs"]
#[allow(clippy::unwrap_used, unreachable_pub, missing_docs, dead_code, reason = "written for another crate")]
mod targets;

use std::path::Path;
use std::time::{Duration, Instant};

/// In a build without optimisation, on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Kilobytes of memory at the peak; the files here are small.
const MOST_MEMORY: u64 = 1 << 20;

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 13] = [
    ("whole_file", targets::whole_file),
    ("header", targets::header),
    ("jpeg_baseline", targets::jpeg_baseline),
    ("jpeg_extended", targets::jpeg_extended),
    ("jpeg_lossless", targets::jpeg_lossless),
    ("jpeg_ls", targets::jpeg_ls),
    ("jpeg_2000", targets::jpeg_2000),
    ("htj2k", targets::htj2k),
    ("rle", targets::rle),
    ("deflated_frame", targets::deflated_frame),
    ("routing_table", targets::routing_table),
    ("archive", targets::archive),
    ("own_model", targets::own_model),
];

#[test]
fn no_file_that_fuzzing_kept_does_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    for (name, target) in TARGETS {
        let files: Vec<_> = std::fs::read_dir(folder.join(name)).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(!files.is_empty(), "no file for {name}");
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            let started = Instant::now();
            target(&bytes);
            assert!(started.elapsed() < LONGEST, "{} takes {:?}", file.display(), started.elapsed());
            let peak = peak_memory().unwrap_or_default();
            assert!(peak < MOST_MEMORY, "{} takes {} MiB", file.display(), peak >> 10);
        }
    }
}

/// Kilobytes, of this process; none where the system doesn't tell as Linux does.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// A target that the test doesn't know would never be run by it.
#[test]
fn each_fuzz_target_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let mut known: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    found.sort();
    known.sort_unstable();
    assert_eq!(found, known);
}
