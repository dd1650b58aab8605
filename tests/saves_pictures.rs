//! A picture as it is seen, saved as PNG: every pixel the same, in a file that other programs read.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::io::Cursor;

use dicom_imaging_router::viewing::png as written;
use png::ColorType;

/// What another reader finds: its colour type, its size, its bytes.
fn read(file: &[u8]) -> (ColorType, (u32, u32), Vec<u8>) {
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    (info.color_type, (info.width, info.height), bytes)
}

#[test]
fn a_grey_picture_is_saved_without_colours() {
    let greys: Vec<u8> = (0..35 * 20_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let rgba: Vec<u8> = greys.iter().flat_map(|grey| [*grey, *grey, *grey, 255]).collect();
    assert_eq!(read(&written(35, 20, &rgba).unwrap()), (ColorType::Grayscale, (35, 20), greys));
}

#[test]
fn one_coloured_pixel_keeps_its_colour() {
    let rgba = [[9, 9, 9, 255], [240, 228, 66, 255]].concat();
    let file = written(2, 1, &rgba).unwrap();
    assert_eq!(read(&file), (ColorType::Rgb, (2, 1), vec![9, 9, 9, 240, 228, 66]));
}

#[test]
fn bytes_of_another_size_are_refused() {
    assert!(written(3, 1, &[0; 8]).is_err());
    assert!(written(0, 0, &[]).is_err());
}
