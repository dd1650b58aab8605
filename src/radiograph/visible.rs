//! Characters that can't be seen, and change how others look: with them a file's name or a header's text can seem to say
//! something else than it does ("Trojan Source", CVE-2021-42574).

use std::borrow::Cow;

/// Whether a character is a control character, turns the direction of text, or has no width.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A text in which each such character is a visible mark, as `⟨U+202E⟩`; line ends and tabs are spaces.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\t' | '\n' | '\r' => shown.push(' '),
            hidden if is_invisible(hidden) => shown += &format!("⟨U+{:04X}⟩", u32::from(hidden)),
            seen => shown.push(seen),
        }
    }
    Cow::Owned(shown)
}
