//! `route` for archives: a line for each file, in order, on all cores, in little memory; what was cut off goes on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::fs;
use std::io::{BufRead, BufReader, Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use phantoms::Phantom;
use rstest::rstest;
use serde_json::Value;

/// A folder of this name without anything in it.
fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("routes_archives").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn film() -> Vec<u8> {
    Phantom::default().bytes()
}

/// Ends before its pixels do.
fn damaged() -> Vec<u8> {
    let tall = Phantom::of(uids::RLE_LOSSLESS, "MONOCHROME2");
    tall.with(tags::ROWS, VR::US, dicom_value!(U16, 960)).bytes()
}

/// So many films, in a folder of this name.
fn films(name: &str, count: usize) -> Vec<PathBuf> {
    let folder = empty_folder(name);
    let film = film();
    let paths: Vec<_> = (0..count).map(|at| folder.join(format!("{at:03}.dcm"))).collect();
    paths.iter().for_each(|path| fs::write(path, &film).unwrap());
    paths
}

fn route() -> Command {
    Command::new(env!("CARGO_BIN_EXE_route"))
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

/// What a run prints; it ends with this code.
fn printed(command: &mut Command, code: i32) -> String {
    let output = run(command);
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn error(command: &mut Command, code: i32) -> String {
    let output = run(command);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(code), &b""[..]));
    String::from_utf8(output.stderr).unwrap()
}

/// Hands a program a list on its standard input, and reads what it prints.
fn given(list: &[u8], command: &mut Command) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(list).unwrap();
    child.wait_with_output().unwrap()
}

fn objects(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn files(lines: &str) -> Vec<String> {
    objects(lines).iter().map(|object| object["file"].as_str().unwrap().to_owned()).collect()
}

fn names(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.display().to_string()).collect()
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// NDJSON or CSV without what a clock said.
fn untimed(lines: &str) -> String {
    let pattern = regex_lite::Regex::new(r#"(?m)"timings_ms":\{[^}]*\}|,[0-9.]+\r$"#).unwrap();
    pattern.replace_all(lines, "").into_owned()
}

#[test]
fn each_input_has_a_line_in_their_order_however_many_work() {
    let folder = empty_folder("order");
    let slow = Phantom { rows: 1000, columns: 1000, ..Phantom::of(uids::JPEG_LOSSLESS_SV1, "MONOCHROME2") }.bytes();
    let kinds = [slow, film(), b"no film".to_vec(), damaged()];
    let mut paths: Vec<_> = (0..24).map(|at| folder.join(format!("{at}"))).collect();
    paths.iter().enumerate().for_each(|(at, path)| fs::write(path, &kinds[at % kinds.len()]).unwrap());
    paths.push(folder.join("missing"));
    paths.push(paths[1].clone());
    let alone = printed(route().args(["--jobs", "1"]).args(&paths), 3);
    let together = printed(route().args(["--jobs", "5"]).args(&paths), 3);
    assert_eq!(files(&alone), names(&paths));
    assert_eq!(untimed(&alone), untimed(&together));
    let states: Vec<_> = objects(&alone)[..5].iter().map(|object| object["state"].clone()).collect();
    assert_eq!(states, ["done", "done", "refused", "failed", "done"]);
}

#[test]
fn a_folder_stands_for_all_files_below_it() {
    let folder = empty_folder("folder");
    fs::create_dir_all(folder.join("a/b")).unwrap();
    for name in ["a/b/1.dcm", "a/2.dcm", "3.dcm", "Thumbs.db", "a/._2.dcm"] {
        fs::write(folder.join(name), film()).unwrap();
    }
    let output = folder.join("lines.ndjson");
    assert_eq!(printed(route().arg(&folder).arg("--output").arg(&output), 0), "");
    let expected = names(&["3.dcm", "a/2.dcm", "a/b/1.dcm"].map(|name| folder.join(name)));
    assert_eq!(sorted(files(&fs::read_to_string(output).unwrap())), expected);
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_a_loop_ends() {
    use std::os::unix::fs::symlink;
    let folder = empty_folder("links");
    let (inside, outside) = (folder.join("inside"), folder.join("outside"));
    fs::create_dir_all(inside.join("deep")).unwrap();
    fs::create_dir_all(&outside).unwrap();
    fs::write(inside.join("deep/1.dcm"), film()).unwrap();
    fs::write(outside.join("2.dcm"), film()).unwrap();
    symlink(&inside, inside.join("deep/up")).unwrap();
    symlink(inside.join("deep"), inside.join("again")).unwrap();
    symlink(&outside, inside.join("out")).unwrap();
    symlink(&outside, inside.join("out-too")).unwrap();
    symlink(&inside, outside.join("back")).unwrap();
    symlink(outside.join("2.dcm"), inside.join("linked.dcm")).unwrap();
    symlink("nowhere", inside.join("broken")).unwrap();
    let lines = printed(route().arg(&inside), 3);
    let names: Vec<_> = files(&lines).iter().map(|file| file.rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(sorted(names), ["1.dcm", "2.dcm", "broken", "linked.dcm"]);
}

#[rstest]
#[case::lines(&[], "\n")]
#[case::lines_of_windows(&[], "\r\n")]
#[case::with_empty_lines(&[], "\n\n")]
#[case::nul(&["--null"], "\0")]
#[case::nul_in_short(&["-0"], "\0")]
fn a_list_comes_on_standard_input(#[case] options: &[&str], #[case] separator: &str) {
    let paths = names(&films(&format!("list-{}-{}", options.len(), separator.len()), 3));
    for end in ["", separator] {
        let output = given((paths.join(separator) + end).as_bytes(), route().args(options).arg("-"));
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(files(&String::from_utf8(output.stdout).unwrap()), paths);
    }
}

#[test]
fn a_list_that_is_none_ends_the_run_in_words() {
    let output = given(b"one\0two\0", route().arg("-"));
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--null"));
    let output = given(&[b'x'; 70_000], route().arg("-"));
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("too long for a path"));
}

#[test]
fn files_in_zip_archives_have_lines_of_their_own() {
    let folder = empty_folder("zip");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["1.dcm", "study/2.dcm"] {
        zip.start_file(name, zip::write::SimpleFileOptions::DEFAULT).unwrap();
        zip.write_all(&film()).unwrap();
    }
    fs::write(folder.join("films.ZIP"), zip.finish().unwrap().into_inner()).unwrap();
    fs::write(folder.join("no.zip"), b"none").unwrap();
    let lines = printed(route().args([folder.join("films.ZIP"), folder.join("no.zip")]), 3);
    let expected = names(&["films.ZIP/1.dcm", "films.ZIP/study/2.dcm", "no.zip"].map(|name| folder.join(name)));
    assert_eq!(files(&lines), expected);
    let reasons: Vec<_> = objects(&lines).iter().map(|object| object["reason"].clone()).collect();
    assert_eq!(reasons[2], "not-an-archive");
    assert_eq!(objects(&lines)[1]["state"], "done");
}

#[test]
fn a_table_has_the_columns_of_the_page_and_runs_nothing() {
    let folder = empty_folder("csv");
    let names = ["=1+1.dcm", "comma, \"quotes\".dcm"];
    names.iter().for_each(|name| fs::write(folder.join(name), film()).unwrap());
    let text = printed(route().current_dir(&folder).args(["--format", "csv"]).args(names), 0);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let expected = dicom_imaging_router::export::to_csv([], &default_table()).unwrap();
    assert_eq!(text.lines().next(), expected.lines().next());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let [file, destination] = [column("file"), column("destination")];
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let named: Vec<_> = rows.iter().map(|row| row[file].to_owned()).collect();
    assert_eq!(named, ["'=1+1.dcm", "comma, \"quotes\".dcm"]);
    assert!(rows.iter().all(|row| !row[destination].is_empty()));
}

fn default_table() -> dicom_imaging_router::routing::RoutingTable {
    use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
    RoutingTable::parse(DEFAULT_TABLE).unwrap()
}

/// A table whose explanations have lines and quotation marks.
fn table_with_lines(folder: &Path) -> PathBuf {
    let table = dicom_imaging_router::routing::DEFAULT_TABLE;
    let mut table: Value = serde_json::from_str(table).unwrap();
    for rule in table["rules"].as_array_mut().unwrap() {
        rule["because"] = "one line,\nthe \"second\",\r\nthe third".into();
    }
    table["fallback"]["because"] = "the last\n\"resort\"".into();
    let path = folder.join("table.json");
    fs::write(&path, table.to_string()).unwrap();
    path
}

#[rstest]
#[case::ndjson("ndjson")]
#[case::csv("csv")]
fn what_was_cut_off_anywhere_goes_on_and_ends_the_same(#[case] format: &str) {
    let paths = films(&format!("cut-{format}"), 4);
    let folder = paths[0].parent().unwrap();
    fs::write(&paths[1], b"no film").unwrap();
    let output = folder.join("lines");
    let table = table_with_lines(folder);
    let again = || {
        let mut command = route();
        command.args(["--resume", "--format", format, "--table"]).arg(&table).arg("--output").arg(&output);
        assert_eq!(printed(command.args(&paths).arg(&paths[0]), 0), "");
        fs::read_to_string(&output).unwrap()
    };
    let whole = again();
    assert_eq!(whole, again(), "nothing is left to do");
    let last = whole.len() - 1;
    let ends: Vec<_> = whole.match_indices('\n').map(|(at, _)| at).collect();
    let cuts = ends.iter().flat_map(|end| [*end, end + 1]).chain([0, 1, 5, 700, 1100, last]);
    for cut in cuts.filter(|cut| whole.is_char_boundary(*cut) && *cut <= whole.len()) {
        fs::write(&output, &whole[..cut]).unwrap();
        assert_eq!(untimed(&again()), untimed(&whole), "cut off after {cut} bytes");
    }
}

#[test]
fn a_killed_run_goes_on_where_it_was() {
    let paths = films("killed", 60);
    let output = paths[0].with_file_name("lines");
    let lines = || fs::read_to_string(&output).map_or(0, |text| text.lines().count());
    let command = || {
        let mut command = route();
        command.args(["--resume", "--output"]).arg(&output).args(&paths);
        command
    };
    let mut child = command().stderr(Stdio::null()).spawn().unwrap();
    while lines() < 5 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = fs::read_to_string(&output).unwrap();
    assert!(before.lines().count() < paths.len(), "it was killed midway");
    assert_eq!(printed(&mut command(), 0), "");
    let after = fs::read_to_string(&output).unwrap();
    let kept = before.rfind('\n').unwrap() + 1;
    assert_eq!(&after[..kept], &before[..kept], "what was there stays");
    assert_eq!(files(&after), names(&paths));
}

#[test]
fn new_inputs_join_the_earlier_ones_and_earlier_failures_count() {
    let paths = films("joined", 3);
    let output = paths[0].with_file_name("lines");
    fs::write(&paths[2], damaged()).unwrap();
    let run = |inputs: &[&PathBuf]| printed(route().arg("--resume").arg("--output").arg(&output).args(inputs), 3);
    run(&[&paths[2]]);
    run(&[&paths[0], &paths[1], &paths[2]]);
    let expected = names(&[&paths[2], &paths[0], &paths[1]].map(Clone::clone));
    assert_eq!(files(&fs::read_to_string(output).unwrap()), expected);
}

#[rstest]
#[case::results_without_resume(&[], "{\"file\":\"a\",\"state\":\"done\"}\n", "--resume")]
#[case::another_text(&["--resume"], "my notes\nline two\n", "line 1")]
#[case::another_text_without_end(&["--resume"], "my notes", "line 1")]
#[case::another_format(&["--resume", "--format", "csv"], "{\"file\":\"a\",\"state\":\"done\"}\n", "line 1")]
#[case::another_table(&["--resume", "--format", "csv"], "file,state\r\na,done\r\n", "line 1")]
#[case::lines_of_others(&["--resume"], "{\"file\":\"a\",\"state\":\"done\"}\n{\"file\":1}\n", "line 2")]
fn a_file_that_is_not_its_own_stays_as_it_is(#[case] options: &[&str], #[case] content: &str, #[case] word: &str) {
    let paths = films(&format!("foreign-{}-{}", options.len(), content.len()), 1);
    let output = paths[0].with_file_name("lines");
    fs::write(&output, content).unwrap();
    let said = error(route().args(options).arg("--output").arg(&output).args(&paths), 1);
    assert!(said.contains(word), "{said}");
    assert_eq!(fs::read_to_string(&output).unwrap(), content);
}

#[test]
fn two_runs_do_not_write_into_one_file() {
    let paths = films("locked", 1);
    let output = paths[0].with_file_name("lines");
    let file = fs::File::create(&output).unwrap();
    file.lock().unwrap();
    let said = error(route().args(["--resume", "--output"]).arg(&output).args(&paths), 1);
    assert!(said.contains("another program writes there"), "{said}");
}

#[rstest]
#[case::nothing_to_do(&[])]
#[case::no_such_option(&["--fast", "a"])]
#[case::no_jobs(&["--jobs", "0", "a"])]
#[case::no_such_format(&["--format", "xml", "a"])]
#[case::nothing_to_resume(&["--resume", "a"])]
#[case::two_tasks(&["--time", "a"])]
#[case::an_option_for_files(&["--time", "--output", "a"])]
fn a_wrong_command_line_ends_with_2(#[case] arguments: &[&str]) {
    assert!(error(route().args(arguments), 2).contains("usage: route"));
}

#[rstest]
#[case::table(&["--table", "missing.json"], "missing.json")]
#[case::model(&["--model", "missing"], "model.json")]
#[case::output(&["--output", "missing/lines"], "missing/lines")]
fn what_can_not_run_ends_with_1_and_names_the_file(#[case] options: &[&str], #[case] file: &str) {
    let said = error(route().args(options).arg("a.dcm"), 1);
    assert!(said.contains(file), "{said}");
}

#[test]
fn refused_files_are_no_failure() {
    let folder = empty_folder("refused");
    fs::write(folder.join("notes.txt"), "no film").unwrap();
    assert_eq!(objects(&printed(route().arg(&folder), 0))[0]["reason"], "not-dicom");
}

#[test]
fn help_names_every_exit_code() {
    let help = printed(route().arg("--help"), 0);
    assert!((0..=3).all(|code| help.contains(&format!("\n  {code}  "))), "{help}");
}

#[test]
fn another_table_sends_elsewhere() {
    let paths = films("table", 1);
    let mut table: Value = serde_json::from_str(dicom_imaging_router::routing::DEFAULT_TABLE).unwrap();
    table["rules"] = Value::Array(Vec::new());
    table["fallback"]["because"] = "all go to a person".into();
    let path = paths[0].with_file_name("table.json");
    fs::write(&path, table.to_string()).unwrap();
    let lines = printed(route().arg("--table").arg(&path).args(&paths), 0);
    assert_eq!(objects(&lines)[0]["explanation"], "all go to a person");
}

/// A program that waits for more of its list.
struct Waiting {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Waiting {
    fn begin() -> Self {
        let mut child = route().arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// Gives so many paths, then reads as many lines.
    fn route(&mut self, paths: &[PathBuf]) {
        let list: String = paths.iter().map(|path| format!("{}\n", path.display())).collect();
        self.child.stdin.as_mut().unwrap().write_all(list.as_bytes()).unwrap();
        for path in paths {
            let mut line = String::new();
            self.lines.read_line(&mut line).unwrap();
            assert_eq!(files(&line), [path.display().to_string()]);
        }
    }

    /// The most memory that it ever had, in MB.
    #[cfg(target_os = "linux")]
    fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1000
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn a_line_comes_as_soon_as_it_is_known() {
    let paths = films("at-once", 3);
    let mut waiting = Waiting::begin();
    paths.iter().for_each(|path| waiting.route(std::slice::from_ref(path)));
    waiting.end();
}

#[cfg(target_os = "linux")]
#[test]
fn many_files_take_no_more_memory_than_few() {
    let paths = films("memory", 240);
    let mut waiting = Waiting::begin();
    waiting.route(&paths[..40]);
    let few = waiting.peak();
    waiting.route(&paths[40..]);
    let many = waiting.peak();
    waiting.end();
    assert!(many <= few + 8, "{few} MB after 40 films, {many} MB after 240");
}

#[test]
fn a_reader_that_goes_away_ends_it_without_a_word() {
    let paths = films("pipe", 40);
    let mut child = route().args(&paths).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}
