//! A painted picture → a PNG file. Runs in a worker: browsers encode a page's canvas when they have nothing else to do, and
//! those that guard against fingerprinting change its pixels.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError};

/// Writes a picture (red, green, blue and 255, row by row) as PNG of 8 bits; without colours, where it has none.
///
/// # Errors
/// [`EncodingError`], where the bytes aren't `width` × `height` pixels, or there are none.
pub fn png(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, EncodingError> {
    let pixels = rgba.as_chunks().0;
    let is_grey = pixels.iter().all(|[red, green, blue, _]| red == green && green == blue);
    let (colour, bytes): (_, Vec<u8>) = if is_grey {
        (ColorType::Grayscale, pixels.iter().map(|pixel| pixel[0]).collect())
    } else {
        (ColorType::Rgb, pixels.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect())
    };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(colour);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.write_header()?.write_image_data(&bytes)?;
    Ok(file)
}
