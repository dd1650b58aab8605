//! Elements as plain as they can be: little endian, with their VRs or without (PS3.5 section 7.1).

/// Elements one after the other.
pub(super) struct DataSet(pub(super) Vec<u8>, bool);

impl DataSet {
    /// None yet. `names_vr`: explicit VR.
    pub(super) fn new(names_vr: bool) -> Self {
        Self(Vec::new(), names_vr)
    }

    fn tag(&mut self, tag: u32) {
        self.0.extend(((tag >> 16) as u16).to_le_bytes());
        self.0.extend((tag as u16).to_le_bytes());
    }

    /// An element whose value has an even length.
    pub(super) fn element(&mut self, tag: u32, vr: &str, value: &[u8]) {
        self.head(tag, vr, value.len() as u32);
        self.0.extend(value);
    }

    fn head(&mut self, tag: u32, vr: &str, length: u32) {
        self.tag(tag);
        let long = matches!(vr, "OB" | "OW" | "SQ" | "UT");
        if self.1 {
            self.0.extend(vr.as_bytes());
            self.0.extend(if long { &[0, 0][..] } else { &[] });
        }
        if self.1 && !long {
            self.0.extend((length as u16).to_le_bytes());
        } else {
            self.0.extend(length.to_le_bytes());
        }
    }

    pub(super) fn text(&mut self, tag: u32, vr: &str, value: &str) {
        let mut padded = value.as_bytes().to_vec();
        if padded.len() % 2 == 1 {
            padded.push(if vr == "UI" { 0 } else { b' ' });
        }
        self.element(tag, vr, &padded);
    }

    pub(super) fn number(&mut self, tag: u32, value: u16) {
        self.element(tag, "US", &value.to_le_bytes());
    }

    /// A sequence of items, each filled by one call.
    pub(super) fn sequence(&mut self, tag: u32, items: &[&dyn Fn(&mut Self)]) {
        let mut content = Self::new(self.1);
        for fill in items {
            let mut item = Self::new(self.1);
            fill(&mut item);
            content.item(&item.0);
        }
        self.element(tag, "SQ", &content.0);
    }

    /// A code of a scheme, and what it means (PS3.3 section 8).
    pub(super) fn code(&mut self, [value, scheme, meaning]: [&str; 3]) {
        self.text(0x0008_0100, "SH", value);
        self.text(0x0008_0102, "SH", scheme);
        self.text(0x0008_0104, "LO", meaning);
    }

    /// Pixel Data of one frame in one fragment (PS3.5 annex A.4).
    pub(super) fn encapsulated(&mut self, frame: &[u8]) {
        self.head(0x7fe0_0010, "OB", u32::MAX);
        self.item(&[]); // the Basic Offset Table
        self.item(frame);
        self.tag(0xfffe_e0dd);
        self.0.extend([0; 4]);
    }

    /// An item; its content is brought to an even length.
    fn item(&mut self, content: &[u8]) {
        self.tag(0xfffe_e000);
        self.0.extend((content.len().next_multiple_of(2) as u32).to_le_bytes());
        self.0.extend(content);
        self.0.resize(self.0.len().next_multiple_of(2), 0);
    }
}
