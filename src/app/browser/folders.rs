//! Files as people drop and choose them: single ones, and whole folders with all that is below.

use std::collections::VecDeque;

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry, HtmlInputElement,
};

use crate::archive::is_system_file;

/// A file with its path below what was dropped.
pub(in crate::app) type Dropped = (String, File);

/// So many files are handed on at once: few enough that the page stays responsive.
const AT_ONCE: usize = 100;
/// Deeper folders are a loop, or a mistake.
const MOST_DEPTH: usize = 64;

/// The files of a picker, with their paths where a folder was chosen; given to `take` in portions, until that
/// says no.
pub(in crate::app) async fn chosen(input: HtmlInputElement, take: impl Fn(Vec<Dropped>) -> bool) {
    let files = input.files().map(|files| of_list(&files)).unwrap_or_default();
    input.set_value(""); // so that the same file can be chosen again
    hand_on(files, &take).await;
}

/// The list itself is emptied with the picker that it came from.
fn of_list(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

async fn hand_on(files: Vec<File>, take: &impl Fn(Vec<Dropped>) -> bool) {
    let mut files = files.into_iter();
    loop {
        // First too: what chose or dropped them takes its own time, and so does drawing the first ones.
        TimeoutFuture::new(0).await;
        let some: Vec<Dropped> =
            files.by_ref().take(AT_ONCE).map(|file| (path_of(&file), file)).filter(is_no_system_file).collect();
        if (some.is_empty() && files.len() == 0) || !take(some) {
            return;
        }
    }
}

/// The files of a drop, folders opened; given to `take` in portions. The entries must be asked for before the event ends,
/// so this is no `async fn`.
pub(in crate::app) fn dropped<T: Fn(Vec<Dropped>) -> bool>(
    data: &DataTransfer,
    take: T,
) -> impl Future<Output = ()> + use<T> {
    let items = data.items();
    let entry = |index| items.get(index)?.webkit_get_as_entry().ok().flatten();
    let entries: VecDeque<(FileSystemEntry, usize)> =
        (0..items.length()).filter_map(entry).map(|entry| (entry, 0)).collect();
    // A drop that a program made has files, but no entries.
    let files =
        if entries.is_empty() { data.files().map(|files| of_list(&files)).unwrap_or_default() } else { Vec::new() };
    async move {
        hand_on(files, &take).await;
        walk(entries, &take).await;
    }
}

async fn walk(mut open: VecDeque<(FileSystemEntry, usize)>, take: &impl Fn(Vec<Dropped>) -> bool) {
    let mut found = Vec::new();
    while let Some((entry, depth)) = open.pop_front() {
        if entry.is_file() {
            if let Some(file) = file_of(entry.unchecked_ref()).await {
                found.push((entry.full_path().trim_start_matches('/').to_owned(), file));
            }
        } else if depth < MOST_DEPTH {
            let inside = entries_of(entry.unchecked_ref()).await;
            // Depth first, so that a folder's files stay together.
            inside.into_iter().rev().for_each(|entry| open.push_front((entry, depth + 1)));
        }
        if found.len() >= AT_ONCE {
            if !take(found.drain(..).filter(is_no_system_file).collect()) {
                return;
            }
            TimeoutFuture::new(0).await;
        }
    }
    take(found.into_iter().filter(is_no_system_file).collect());
}

async fn file_of(entry: &FileSystemFileEntry) -> Option<File> {
    let promise = Promise::new(&mut |resolve, reject| entry.file_with_callback_and_callback(&resolve, &reject));
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// What lies in a folder. A reader gives it in portions, and an empty one at the end.
async fn entries_of(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let promise = Promise::new(&mut |resolve, reject| {
            // A folder that can't be read is taken for an empty one.
            let _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        });
        let Ok(some) = JsFuture::from(promise).await else { return all };
        let some = Array::from(&some);
        if some.length() == 0 {
            return all;
        }
        all.extend(some.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// The path below the folder that was chosen, or the bare name.
fn path_of(file: &File) -> String {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

fn is_no_system_file((path, _): &Dropped) -> bool {
    !is_system_file(path)
}
