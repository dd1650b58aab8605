//! The files below a folder.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use dicom_imaging_router::archive::is_system_file;
use walkdir::{DirEntry, WalkDir};

/// Goes through a folder and all folders in it, file by file. Links are followed, each folder behind one once: a loop ends.
/// Left out are what operating systems put there, what is no file (devices, pipes), and one file that is named. What can't
/// be looked at is there with its path and why.
pub(crate) fn walk(
    root: &Path,
    leave_out: Option<PathBuf>,
) -> impl Iterator<Item = Result<PathBuf, (PathBuf, String)>> + use<> {
    let root = root.to_owned();
    let mut links = Links(root.canonicalize().into_iter().collect());
    let entries = WalkDir::new(&root).follow_links(true).into_iter();
    let entries = entries.filter_entry(move |entry| !is_linked_folder(entry) || links.is_new(entry.path()));
    entries.filter_map(move |entry| match entry {
        Ok(entry) if is_wanted(&entry, leave_out.as_deref()) => Some(Ok(entry.into_path())),
        Ok(_) => None,
        Err(error) if error.loop_ancestor().is_some() => None,
        Err(error) => {
            let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            Some(Err((error.path().unwrap_or(&root).to_owned(), why)))
        }
    })
}

fn is_linked_folder(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.path_is_symlink() && entry.file_type().is_dir()
}

fn is_wanted(entry: &DirEntry, leave_out: Option<&Path>) -> bool {
    let is_left_out = |other: &Path| {
        other.file_name() == Some(entry.file_name()) && entry.path().canonicalize().is_ok_and(|path| path == other)
    };
    entry.file_type().is_file()
        && !is_system_file(&entry.file_name().to_string_lossy())
        && !leave_out.is_some_and(is_left_out)
}

/// The folders that were come to as root or by a link.
struct Links(HashSet<PathBuf>);

impl Links {
    /// Whether a link leads to where nobody was or will be, as far as links can tell.
    fn is_new(&mut self, link: &Path) -> bool {
        let Ok(folder) = link.canonicalize() else { return true }; // the walk says why
        !folder.ancestors().any(|above| self.0.contains(above)) && self.0.insert(folder)
    }
}
