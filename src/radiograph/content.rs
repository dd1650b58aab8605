//! A file's content in any format.

use super::codec::{Frame, Orientation, picture_size, standard_name};
use super::{Attribute, Format, Header, Part10, Radiograph, Refusal};

/// A file whose header has been read, if its format has one.
#[derive(Debug)]
pub enum Content<'a> {
    /// A DICOM file.
    Dicom(Box<Part10<'a>>),
    /// A PNG or JPEG file, as it is.
    Picture(&'a [u8]),
}

impl<'a> Content<'a> {
    /// Reads a header, pixels left as they are.
    ///
    /// # Errors
    /// Those of [`Part10::parse`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Refusal> {
        match Format::of(bytes) {
            Format::Dicom => Ok(Self::Dicom(Box::new(Part10::parse(bytes)?))),
            Format::Png | Format::Jpeg => Ok(Self::Picture(bytes)),
        }
    }

    /// The facts that the header claims; of PNG and JPEG, height and width, the right side up.
    #[must_use]
    pub fn header(&self) -> Header {
        match self {
            Self::Dicom(file) => file.header(),
            Self::Picture(bytes) => {
                let size = picture_size(bytes);
                let lies = Orientation::of(bytes).is_some_and(Orientation::lies);
                let (rows, columns) =
                    size.map(|(rows, columns)| if lies { (columns, rows) } else { (rows, columns) }).unzip();
                Header { rows, columns, ..Header::default() }
            }
        }
    }

    /// The name that PS3.6 gives the transfer syntax; none where it is unknown, and for PNG and JPEG.
    #[must_use]
    pub fn transfer_syntax_name(&self) -> Option<&'static str> {
        match self {
            Self::Dicom(file) => standard_name(&file.transfer_syntax),
            Self::Picture(_) => None,
        }
    }

    /// The EXIF Orientation (CIPA DC-008, tag 274) that a PNG or JPEG is turned and mirrored by, 2–8; none where it is
    /// upright already.
    #[must_use]
    pub fn exif_orientation(&self) -> Option<u8> {
        match self {
            Self::Dicom(_) => None,
            Self::Picture(bytes) => Orientation::of(bytes).map(Orientation::number),
        }
    }

    /// Every attribute of the header; none of PNG and JPEG.
    #[must_use]
    pub fn attributes(&self) -> Vec<Attribute> {
        match self {
            Self::Dicom(file) => file.attributes(),
            Self::Picture(_) => Vec::new(),
        }
    }

    /// Decodes the first frame.
    ///
    /// # Errors
    /// Any [`Refusal`] but [`Refusal::NotDicom`].
    pub fn radiograph(&self) -> Result<Radiograph<'_>, Refusal> {
        match self {
            Self::Dicom(file) => file.radiograph(),
            Self::Picture(bytes) => Ok(Radiograph::of_picture(Frame::of_picture(bytes)?)),
        }
    }
}
