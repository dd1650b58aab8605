//! How a list of English texts becomes [`Text`](super::Text), which each language has.

/// `texts! { key: "English", … }`
macro_rules! texts {
    ($($key:ident: $english:literal,)*) => {
        /// What the page says.
        pub struct Text {
            $(#[doc = $english] pub $key: &'static str,)*
        }

        /// English.
        pub static ENGLISH: Text = Text { $($key: $english,)* };

        /// The keys, in the order of the fields.
        const KEYS: &[&str] = &[$(stringify!($key)),*];

        impl Text {
            /// All keys with their texts.
            pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
                KEYS.iter().copied().zip([$(self.$key),*])
            }

            /// Reads a JSON object that has all keys and no others. Not derived: what serde makes of hundreds of fields
            /// takes minutes to compile.
            pub(super) fn read(json: &'static str) -> Option<Self> {
                let mut said: std::collections::HashMap<&str, &'static str> = serde_json::from_str(json).ok()?;
                let mut texts = [""; KEYS.len()];
                for (text, key) in texts.iter_mut().zip(KEYS) {
                    *text = said.remove(key)?;
                }
                let [$($key),*] = texts;
                said.is_empty().then_some(Self { $($key),* })
            }
        }
    };
}
pub(super) use texts;
