//! Whatever is stored comes out again: any values, sizes and layouts, in all syntaxes that can hold them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use dicom_core::{PrimitiveValue, VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::radiograph::Part10;
use dicom_toolkit_codec::jp2k::encoder::encode_htj2k;
use dicom_toolkit_codec::jpeg::encode_jpeg_lossless;
use phantoms::{EXPLICIT_VR_BIG_ENDIAN, Phantom, encapsulated};
use proptest::prelude::*;

/// A grey picture of any size and depth.
#[derive(Debug, Clone)]
struct Picture {
    rows: u16,
    columns: u16,
    bits_stored: u16,
    high_bit: u16,
    signed: bool,
    words: Vec<u16>,
}

fn pictures(least_side: u16) -> impl Strategy<Value = Picture> {
    (least_side..40, least_side..40, 2..=16u16, any::<bool>())
        .prop_flat_map(|(rows, columns, bits_stored, signed)| {
            let words = prop::collection::vec(any::<u16>(), usize::from(rows) * usize::from(columns));
            (Just((rows, columns, bits_stored, signed)), bits_stored - 1..16, words)
        })
        .prop_map(|((rows, columns, bits_stored, signed), high_bit, words)| Picture {
            rows,
            columns,
            bits_stored,
            high_bit,
            signed,
            words,
        })
}

impl Picture {
    fn phantom(&self, transfer_syntax: &'static str) -> Phantom {
        let Self { bits_stored, high_bit, signed, .. } = *self;
        let phantom = Phantom { bits_stored, high_bit, signed, ..Phantom::of(transfer_syntax, "MONOCHROME2") };
        phantom
            .with(tags::ROWS, VR::US, dicom_value!(U16, self.rows))
            .with(tags::COLUMNS, VR::US, dicom_value!(U16, self.columns))
            .with(tags::PIXEL_DATA, VR::OW, PrimitiveValue::U16(self.words.clone().into()))
    }

    /// The stored bits alone, at the bottom of the word, as codecs take them.
    fn at_the_bottom(&self) -> Self {
        let mask = u16::MAX >> (16 - self.bits_stored);
        let words = self.words.iter().map(|word| word >> (self.high_bit + 1 - self.bits_stored) & mask).collect();
        Self { high_bit: self.bits_stored - 1, words, ..self.clone() }
    }

    /// What must come out (PS3.5 section 8.1.1), computed bit by bit.
    fn values(&self) -> Vec<i64> {
        let bit = |word: u16, index: u16| i64::from(word >> (self.high_bit + 1 - self.bits_stored + index) & 1);
        let value = |word: &u16| {
            let sign = if self.signed { -1 } else { 1 };
            let top = self.bits_stored - 1;
            (0..top).map(|index| bit(*word, index) << index).sum::<i64>() + sign * (bit(*word, top) << top)
        };
        self.words.iter().map(value).collect()
    }

    fn in_fragment(&self, transfer_syntax: &'static str, mut stream: Vec<u8>) -> Vec<u8> {
        stream.resize(stream.len().next_multiple_of(2), 0);
        let mut phantom = self.phantom(transfer_syntax);
        phantom.extra.push(encapsulated(vec![0], vec![stream]));
        phantom.bytes()
    }

    /// Bits that a codec takes for a sample, whatever the header allocates.
    fn allocated(&self) -> u8 {
        if self.bits_stored > 8 { 16 } else { 8 }
    }

    fn bytes(&self) -> Vec<u8> {
        let width = usize::from(self.allocated() / 8);
        self.words.iter().flat_map(|word| word.to_le_bytes().into_iter().take(width)).collect()
    }
}

fn read(bytes: &[u8]) -> Vec<i64> {
    Part10::parse(bytes).unwrap().radiograph().unwrap().stored_values()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn native_values_come_out_again(picture in pictures(1)) {
        for transfer_syntax in [
            uids::IMPLICIT_VR_LITTLE_ENDIAN,
            uids::EXPLICIT_VR_LITTLE_ENDIAN,
            EXPLICIT_VR_BIG_ENDIAN,
            uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
        ] {
            prop_assert_eq!(read(&picture.phantom(transfer_syntax).bytes()), picture.values());
        }
    }

    #[test]
    fn jpeg_lossless_values_come_out_again(picture in pictures(1), predictor in 1..=7u8) {
        let picture = picture.at_the_bottom();
        let (bits, allocated) = (picture.bits_stored as u8, picture.allocated());
        let stream =
            encode_jpeg_lossless(&picture.bytes(), picture.columns, picture.rows, 1, allocated, bits, predictor);
        // The encoder takes no differences of more than 15 bits, which noise of 16 bits has.
        prop_assume!(stream.is_ok());
        prop_assert_eq!(read(&picture.in_fragment(uids::JPEG_LOSSLESS, stream.unwrap())), picture.values());
    }

    #[test]
    fn jpeg_ls_values_come_out_again(picture in pictures(1)) {
        let picture = picture.at_the_bottom();
        let mut options = jpegls::EncodeOptions::default();
        options.precision = Some(picture.bits_stored as u8);
        let mut stream = Vec::new();
        let (columns, rows) = (u32::from(picture.columns), u32::from(picture.rows));
        jpegls::encode_with_options(&picture.words, columns, rows, &options, &mut stream).unwrap();
        prop_assert_eq!(read(&picture.in_fragment(uids::JPEGLS_LOSSLESS, stream)), picture.values());
    }

    #[test]
    fn htj2k_values_come_out_again(picture in pictures(16)) {
        let picture = picture.at_the_bottom();
        let (columns, rows) = (u32::from(picture.columns), u32::from(picture.rows));
        let stream = encode_htj2k(&picture.bytes(), columns, rows, picture.bits_stored as u8, 1, true);
        prop_assume!(stream.is_ok()); // the encoder checks itself, and fails now and then
        prop_assert_eq!(read(&picture.in_fragment(uids::HTJ2K_LOSSLESS, stream.unwrap())), picture.values());
    }
}
