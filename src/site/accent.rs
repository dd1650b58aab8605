//! The accent colour, in both themes, and whether it can be read there.

use crate::phrase;
use crate::text::Phrase;

/// The least contrast of text with what is behind it (WCAG 2.2, success criterion 1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;
/// What lies behind text in the accent colour, per theme: --ground, --glow, --panel, --raised of www/style.css.
const DARK_SURFACES: [Colour; 4] = [Colour(0x0a0e13), Colour(0x15273a), Colour(0x111820), Colour(0x18212c)];
const LIGHT_SURFACES: [Colour; 4] = [Colour(0xf3f6f9), Colour(0xdceaf7), Colour(0xffffff), Colour(0xeef3f8)];
/// Text on the accent colour: whichever is read better.
const INKS: [Colour; 2] = [Colour(0x06202f), Colour(0xffffff)];

/// A colour, as 0xRRGGBB in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u32);

/// The accent colour in the dark and in the light theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    /// In the dark theme.
    pub dark: Colour,
    /// In the light theme.
    pub light: Colour,
}

impl Colour {
    /// Reads `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| is_hex).map(Self)
    }

    /// As CSS writes it.
    #[must_use]
    pub fn css(self) -> String {
        format!("#{:06x}", self.0)
    }

    /// The contrast ratio of two colours, from 1 to 21 (WCAG 2.2).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Of black or white text, what is read better on this colour.
    #[must_use]
    pub fn ink(self) -> Self {
        let [dark, light] = INKS;
        if self.contrast(dark) >= self.contrast(light) { dark } else { light }
    }

    /// Relative luminance, from 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |shift: u32| {
            let part = f64::from(self.0 >> shift & 0xff) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }

    /// Refuses what can't be read in the dark theme.
    pub(super) fn check_dark(self) -> Result<Self, Phrase> {
        self.check(&DARK_SURFACES, |colour, found| {
            phrase!(site_lighter, colour = colour, found = found, least = LEAST_CONTRAST)
        })
    }

    /// Refuses what can't be read in the light theme.
    pub(super) fn check_light(self) -> Result<Self, Phrase> {
        self.check(&LIGHT_SURFACES, |colour, found| {
            phrase!(site_darker, colour = colour, found = found, least = LEAST_CONTRAST)
        })
    }

    fn check(self, surfaces: &[Self], refusal: fn(String, f64) -> Phrase) -> Result<Self, Phrase> {
        let behind = surfaces.iter().map(|surface| self.contrast(*surface));
        let least = behind.chain([self.contrast(self.ink())]).fold(f64::INFINITY, f64::min);
        if least >= LEAST_CONTRAST {
            return Ok(self);
        }
        Err(refusal(self.css(), (least * 10.0).floor() / 10.0))
    }
}
