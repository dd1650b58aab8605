//! Paths for an archive that every system can unpack, each only once.

use std::collections::HashMap;

use crate::radiograph::is_invisible;

/// Most bytes of a folder's or file's name: file systems take 255, and a number may follow.
const MOST_BYTES: usize = 200;
/// Most folders, one in the other.
const MOST_SEGMENTS: usize = 32;
/// An extension beyond so many bytes is none.
const LONGEST_EXTENSION: usize = 20;
/// Names that Windows keeps for devices, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A path's parts; those that lead elsewhere are left out.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split(['/', '\\']).filter(|segment| !matches!(*segment, "" | "." | ".."))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Folder,
    File,
}

/// Makes paths safe to unpack, and unique even where upper and lower case are the same.
#[derive(Default)]
pub struct UniquePaths {
    /// What a path, in lower case, already is.
    taken: HashMap<String, Kind>,
    /// How many of a name there are.
    copies: HashMap<String, usize>,
}

impl UniquePaths {
    /// A path like `path` that no other call has got: relative, with `/`, without `..`, without the characters and names
    /// that Windows forbids, at most 200 bytes a segment (longer if a number had to be added).
    pub fn take(&mut self, path: &str) -> String {
        let mut names: Vec<String> = segments(path).map(safe).collect();
        names.drain(..names.len().saturating_sub(MOST_SEGMENTS));
        let file = names.pop().unwrap_or_else(|| "unnamed".to_owned());
        let mut whole = String::new();
        for folder in names {
            whole = self.unused(&whole, &folder, Kind::Folder) + "/";
        }
        self.unused(&whole, &file, Kind::File)
    }

    /// `folder` + `name`, with ` (2)`, ` (3)` … if that is taken. Folders may be shared.
    fn unused(&mut self, folder: &str, name: &str, kind: Kind) -> String {
        let first = format!("{folder}{name}");
        let mut path = first.clone();
        loop {
            match self.taken.get(&path.to_lowercase()) {
                Some(Kind::Folder) if kind == Kind::Folder => return path,
                None => break,
                Some(_) => {}
            }
            let copy = self.copies.entry(first.to_lowercase()).or_insert(1);
            *copy += 1;
            let (stem, extension) = name.split_at(extension_start(name));
            path = format!("{folder}{stem} ({copy}){extension}");
        }
        self.taken.insert(path.to_lowercase(), kind);
        path
    }
}

/// A name that every file system takes.
fn safe(segment: &str) -> String {
    let forbidden = |character: char| is_invisible(character) || r#"<>:"|?*"#.contains(character);
    let replaced = segment.replace(forbidden, "_");
    let trimmed = replaced.trim().trim_end_matches(['.', ' ']);
    let stem = trimmed.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = ["com", "lpt"].iter().find_map(|port| stem.strip_prefix(port));
    let device = DEVICES.contains(&stem.as_str()) || port.is_some_and(|number| number.chars().count() == 1);
    let name = if device || trimmed.is_empty() { format!("_{trimmed}") } else { trimmed.to_owned() };
    let (stem, extension) = name.split_at(extension_start(&name));
    let room = MOST_BYTES.saturating_sub(extension.len());
    if stem.len() <= room { name } else { format!("{}{extension}", &stem[..stem.floor_char_boundary(room)]) }
}

/// Where `.dcm` begins; the end, if there is no extension.
fn extension_start(name: &str) -> usize {
    name.rfind('.').filter(|at| *at > 0 && name.len() - at <= LONGEST_EXTENSION).unwrap_or(name.len())
}
