//! How a list of English texts becomes [`Text`](super::Text), which each language has.

/// `texts! { key: "English", … }`
macro_rules! texts {
    ($($key:ident: $english:literal,)*) => {
        /// What the page says.
        #[derive(Debug, PartialEq, Eq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Text {
            $(#[doc = $english] pub $key: &'static str,)*
        }

        /// English.
        pub static ENGLISH: Text = Text { $($key: $english,)* };

        impl Text {
            /// All keys with their texts.
            pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
                [$(stringify!($key)),*].into_iter().zip([$(self.$key),*])
            }
        }
    };
}
pub(super) use texts;
