//! PNG and JPEG files go the same way as DICOM files: decoded, classified, refused in words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::io::Write;
use std::sync::LazyLock;
use std::time::Instant;

use dicom_imaging_router::case::{Case, Format, State};
use dicom_imaging_router::classifier::{Classifier, Group};
use dicom_imaging_router::radiograph::{Content, Header, Radiograph, Refusal, Rows};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use phantoms::{COLUMNS, Phantom, ROWS};
use png::{BitDepth, ColorType};
use rstest::rstest;

const ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const MODEL: &str = include_str!("../models/default/model.json");

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::load(ONNX, MODEL).unwrap());
static TABLE: LazyLock<RoutingTable> = LazyLock::new(|| RoutingTable::parse(DEFAULT_TABLE).unwrap());

fn case(bytes: &[u8]) -> Case {
    Case::run("picture".to_owned(), bytes, Instant::now(), &CLASSIFIER, &TABLE)
}

fn read(bytes: &[u8]) -> Result<Radiograph<'static>, Refusal> {
    Content::parse(bytes)?.radiograph().map(Radiograph::into_owned)
}

fn png((columns, rows): (u32, u32), colour: ColorType, depth: BitDepth, data: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, columns, rows);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == ColorType::Indexed {
        encoder.set_palette(vec![0, 0, 0, 200, 100, 50]);
    }
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    file
}

fn jpeg(colour: jpeg_encoder::ColorType, pixels: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 100).encode(pixels, 16, 8, colour).unwrap();
    file
}

/// Two pixels side by side, of every kind that PNG knows (table 11.1), and what is stored in them.
#[rstest]
#[case::grey_1(ColorType::Grayscale, BitDepth::One, &[0b0100_0000], false, &[0, 255])]
#[case::grey_2(ColorType::Grayscale, BitDepth::Two, &[0b0110_0000], false, &[85, 170])]
#[case::grey_4(ColorType::Grayscale, BitDepth::Four, &[0x3f], false, &[51, 255])]
#[case::grey_8(ColorType::Grayscale, BitDepth::Eight, &[7, 200], false, &[7, 200])]
#[case::grey_16(ColorType::Grayscale, BitDepth::Sixteen, &[1, 2, 3, 4], false, &[0x0102, 0x0304])]
#[case::grey_alpha_8(ColorType::GrayscaleAlpha, BitDepth::Eight, &[7, 0, 200, 9], false, &[7, 200])]
#[case::grey_alpha_16(ColorType::GrayscaleAlpha, BitDepth::Sixteen, &[1, 2, 0, 0, 3, 4, 9, 9], false, &[0x0102, 0x0304])]
#[case::rgb_8(ColorType::Rgb, BitDepth::Eight, &[1, 2, 3, 4, 5, 6], true, &[1, 2, 3, 4, 5, 6])]
#[case::rgb_16(ColorType::Rgb, BitDepth::Sixteen, &[1, 2, 3, 4, 5, 6, 0, 7, 0, 8, 0, 9], true, &[0x0102, 0x0304, 0x0506, 7, 8, 9])]
#[case::rgba_8(ColorType::Rgba, BitDepth::Eight, &[1, 2, 3, 0, 4, 5, 6, 9], true, &[1, 2, 3, 4, 5, 6])]
#[case::rgba_16(ColorType::Rgba, BitDepth::Sixteen, &[0, 1, 0, 2, 0, 3, 0, 0, 0, 4, 0, 5, 0, 6, 9, 9], true, &[1, 2, 3, 4, 5, 6])]
#[case::indexed_1(ColorType::Indexed, BitDepth::One, &[0b0100_0000], true, &[0, 0, 0, 200, 100, 50])]
#[case::indexed_8(ColorType::Indexed, BitDepth::Eight, &[1, 0], true, &[200, 100, 50, 0, 0, 0])]
#[case::grey_in_colours(ColorType::Rgb, BitDepth::Eight, &[5, 5, 5, 9, 9, 9], false, &[5, 9])]
fn every_kind_of_png(
    #[case] colour: ColorType,
    #[case] depth: BitDepth,
    #[case] data: &[u8],
    #[case] is_colour: bool,
    #[case] stored: &[i64],
) {
    let picture = read(&png((2, 1), colour, depth, data)).unwrap();
    assert_eq!((picture.rows(), picture.columns(), picture.is_colour()), (1, 2, is_colour));
    assert_eq!(picture.stored_values(), stored);
}

#[test]
fn an_interlaced_png() {
    // Adam7 (PNG section 8.2): first row and column of each pass, and the steps to the next.
    const PASSES: [[usize; 4]; 7] =
        [[0, 0, 8, 8], [0, 4, 8, 8], [4, 0, 8, 4], [0, 2, 4, 4], [2, 0, 4, 2], [0, 1, 2, 2], [1, 0, 2, 1]];
    let mut scanlines = Vec::new();
    for [row, column, down, across] in PASSES {
        for row in (row..9).step_by(down) {
            scanlines.push(0);
            scanlines.extend((column..10).step_by(across).map(|column| (row * 10 + column) as u8));
        }
    }
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(&scanlines).unwrap();
    let header = [&10_u32.to_be_bytes()[..], &9_u32.to_be_bytes(), &[8, 0, 0, 0, 1]].concat();
    let file = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &zlib.finish().unwrap()),
        chunk(b"IEND", &[]),
    ];
    assert_eq!(read(&file.concat()).unwrap().stored_values(), (0..90).collect::<Vec<i64>>());
}

fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let mut check = flate2::Crc::new();
    check.update(kind);
    check.update(data);
    [&(data.len() as u32).to_be_bytes()[..], kind, data, &check.sum().to_be_bytes()].concat()
}

#[test]
fn a_grey_jpeg() {
    let pixels: Vec<u8> = (0..128).map(|at| 40 + at % 16 * 8).collect();
    let picture = read(&jpeg(jpeg_encoder::ColorType::Luma, &pixels)).unwrap();
    assert!(!picture.is_colour());
    assert!(picture.stored_values().iter().zip(&pixels).all(|(read, wrote)| read.abs_diff((*wrote).into()) <= 2));
}

#[test]
fn a_jpeg_in_colour() {
    let pixels = [200, 60, 20].repeat(128);
    let picture = read(&jpeg(jpeg_encoder::ColorType::Rgb, &pixels)).unwrap();
    assert!(picture.is_colour());
    assert!(picture.stored_values().iter().zip(&pixels).all(|(read, wrote)| read.abs_diff((*wrote).into()) <= 3));
    let grey = read(&jpeg(jpeg_encoder::ColorType::Rgb, &[90; 384])).unwrap();
    assert!(!grey.is_colour(), "its red, green and blue are the same");
}

/// An EXIF block (CIPA DC-008) with nothing in it but the tag Orientation.
fn exif(orientation: u8) -> Vec<u8> {
    [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..], &[orientation, 0, 0, 0], &[0; 4]].concat()
}

/// A PNG file with a block behind its header.
fn with_exif(png: &[u8], block: &[u8]) -> Vec<u8> {
    let (header, rest) = png.split_at(33);
    [header, &chunk(b"eXIf", block), rest].concat()
}

/// 1 2 3
/// 4 5 6, as it is to be seen.
#[rstest]
#[case::upright(1, 2, &[1, 2, 3, 4, 5, 6])]
#[case::mirrored(2, 2, &[3, 2, 1, 6, 5, 4])]
#[case::half_a_turn(3, 2, &[6, 5, 4, 3, 2, 1])]
#[case::upside_down(4, 2, &[4, 5, 6, 1, 2, 3])]
#[case::along_the_diagonal(5, 3, &[1, 4, 2, 5, 3, 6])]
#[case::a_quarter_turn_clockwise(6, 3, &[4, 1, 5, 2, 6, 3])]
#[case::along_the_other_diagonal(7, 3, &[6, 3, 5, 2, 4, 1])]
#[case::a_quarter_turn_back(8, 3, &[3, 6, 2, 5, 1, 4])]
#[case::unknown(9, 2, &[1, 2, 3, 4, 5, 6])]
fn a_picture_is_turned_as_its_exif_says(#[case] orientation: u8, #[case] rows: usize, #[case] stored: &[i64]) {
    let file = png((3, 2), ColorType::Grayscale, BitDepth::Eight, &[1, 2, 3, 4, 5, 6]);
    let file = with_exif(&file, &exif(orientation));
    let picture = read(&file).unwrap();
    assert_eq!((picture.rows(), picture.columns()), (rows, 6 / rows));
    assert_eq!(picture.stored_values(), stored);
    let case = case(&file);
    assert_eq!(case.exif_orientation, Some(orientation).filter(|number| (2..=8).contains(number)));
    assert_eq!((case.header.rows, case.header.columns), (Some(rows as u32), Some(6 / rows as u32)));
}

#[test]
fn colours_of_sixteen_bits_are_turned_whole() {
    let data = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    let file = with_exif(&png((2, 1), ColorType::Rgb, BitDepth::Sixteen, &data), &exif(2));
    assert_eq!(read(&file).unwrap().stored_values(), [0x0708, 0x090a, 0x0b0c, 0x0102, 0x0304, 0x0506]);
}

#[test]
fn a_jpeg_is_turned_as_its_exif_says() {
    let pixels: Vec<u8> = (0..128).map(|at| 40 + at % 16 * 8).collect(); // brighter to the right
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, 100);
    encoder.add_app_segment(1, [b"Exif\0\0", &exif(6)[..]].concat()).unwrap();
    encoder.encode(&pixels, 16, 8, jpeg_encoder::ColorType::Luma).unwrap();
    let picture = read(&file).unwrap();
    assert_eq!((picture.rows(), picture.columns()), (16, 8));
    let values = picture.stored_values(); // brighter downwards
    assert!(values.chunks(8).zip(1..).all(|(row, at)| row.iter().all(|value| value.abs_diff(32 + 8 * at) <= 2)));
    assert_eq!(case(&file).exif_orientation, Some(6));
}

#[test]
fn broken_exif_turns_nothing() {
    let file = png((3, 2), ColorType::Grayscale, BitDepth::Eight, &[1, 2, 3, 4, 5, 6]);
    let whole = exif(6);
    for length in 0..18 {
        let cut = with_exif(&file, &whole[..length]);
        assert_eq!(read(&cut).unwrap().stored_values(), [1, 2, 3, 4, 5, 6], "cut at {length}");
    }
}

#[test]
fn a_cmyk_jpeg_is_refused_by_name() {
    let refusal = read(&jpeg(jpeg_encoder::ColorType::Cmyk, &[9; 512])).unwrap_err();
    assert_eq!(refusal.code(), "unsupported-pixels");
    assert!(refusal.to_string().contains("CMYK"), "{refusal}");
}

#[test]
fn a_file_cut_anywhere_is_a_fault() {
    let noise: Vec<u8> = (0..512_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let files = [
        png((16, 32), ColorType::Grayscale, BitDepth::Eight, &noise),
        jpeg(jpeg_encoder::ColorType::Luma, &noise[..128]),
    ];
    for file in files {
        for length in 8..file.len() - 20 {
            match read(&file[..length]) {
                Err(Refusal::Truncated | Refusal::Damaged) => {}
                other => panic!("cut at {length}: {other:?}"),
            }
        }
        assert_eq!(read(&file[..file.len() / 2]).unwrap_err(), Refusal::Truncated);
    }
}

#[test]
fn damaged_pixels_are_a_fault() {
    let mut file = png((2, 1), ColorType::Grayscale, BitDepth::Eight, &[7, 200]);
    let at = file.windows(4).position(|four| four == b"IDAT").unwrap();
    file[at + 6] ^= 0xff;
    assert_eq!(case(&file).state, State::Failed);
    assert_eq!(case(&file).reason.as_deref(), Some("damaged"));
}

#[test]
fn more_pixels_than_the_limit_are_refused_before_any_memory_is_taken() {
    let header = [&60_000_u32.to_be_bytes()[..], &60_000_u32.to_be_bytes(), &[16, 6, 0, 0, 0]].concat();
    let parts = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &[0; 9]), chunk(b"IEND", &[])];
    let side = 60_000_u16.to_be_bytes();
    let frame = [8, side[0], side[1], side[0], side[1], 1, 1, 0x11, 0];
    let jpeg = [&[0xff, 0xd8, 0xff, 0xc0, 0, 11][..], &frame, &[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0xff, 0xd9]];
    for file in [parts.concat(), jpeg.concat()] {
        let case = case(&file);
        assert_eq!((case.state, case.reason.as_deref()), (State::Refused, Some("too-large")));
        assert_eq!((case.header.rows, case.header.columns), (Some(60_000), Some(60_000)));
    }
}

#[test]
fn a_picture_is_classified_as_the_same_picture_in_dicom_is() {
    let phantom = Phantom { bits_stored: 16, high_bit: 15, ..Phantom::default() };
    let words: Vec<u8> = phantom.pixels().chunks_exact(2).flat_map(|pair| [pair[1], pair[0]]).collect();
    let size = (u32::from(COLUMNS), u32::from(ROWS));
    let (dicom, png) = (case(&phantom.bytes()), case(&png(size, ColorType::Grayscale, BitDepth::Sixteen, &words)));
    assert_eq!((dicom.format, png.format, png.state), (Format::Dicom, Format::Png, State::Done));
    assert_eq!(png.probabilities, dicom.probabilities);
    let only_its_size = Header { rows: Some(ROWS.into()), columns: Some(COLUMNS.into()), ..Header::default() };
    assert_eq!(png.header, only_its_size);
    assert!(Group::ALL.into_iter().all(|group| png.probabilities.unwrap().of(group).is_finite()));
}

#[test]
fn a_preamble_may_look_like_another_format() {
    for beginning in [&b"\x89PNG\r\n\x1a\n"[..], &[0xff, 0xd8, 0xff, 0xe0]] {
        let mut file = Phantom::default().bytes();
        file[..beginning.len()].copy_from_slice(beginning);
        assert_eq!((Format::of(&file), case(&file).state), (Format::Dicom, State::Done));
    }
}

#[test]
fn who_drops_something_else_is_told_what_is_taken() {
    let words = case(b"GIF89a").explanation.to_string();
    assert!(["DICOM", "PNG", "JPEG"].iter().all(|format| words.contains(format)), "{words}");
}
