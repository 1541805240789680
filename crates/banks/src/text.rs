//! Text as a bank can take it.

use unicode_normalization::UnicodeNormalization;

/// Which characters a bank takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// Latin-1, accents included.
    Latin1,
    /// Latin-1 without the characters that boleto-api leaves escaped, or breaks on, when it writes them into its own
    /// JSON: `"`, `\`, `'`, `&`, `<`, `>`, `+`.
    Latin1Plain,
    /// What Caixa's manual lists, without the three that are markup: letters and digits without accents, space and
    /// `! & ' ( ) * + , - . / : ; = ? _`.
    Caixa,
}

impl Alphabet {
    pub(crate) fn has(self, character: char) -> bool {
        match self {
            Self::Latin1 => {
                matches!(character, ' '..='~' | '\u{A1}'..='\u{FF}') && character != '\u{AD}'
            }
            Self::Latin1Plain => {
                Self::Latin1.has(character)
                    && !matches!(character, '"' | '\\' | '\'' | '&' | '<' | '>' | '+')
            }
            Self::Caixa => {
                character.is_ascii_alphanumeric() || " !'()*+,-./:;=?_&".contains(character)
            }
        }
    }
}

/// Rewrites `text` in `alphabet`, at most `limit` characters of it.
///
/// Compatibility forms become plain ones (NFKC), tabs and line ends become spaces, letters that the alphabet lacks lose
/// their accents, punctuation that it lacks becomes its like or a space, and what has no likeness in it, such as emoji,
/// goes. Spaces are single; none stands at either end.
pub(crate) fn clean(text: &str, alphabet: Alphabet, limit: usize) -> String {
    let mut line = Line {
        text: String::with_capacity(text.len()),
        room: limit,
        gap: false,
    };
    for character in text.chars().map(typed).nfkc().map(typed) {
        if alphabet.has(character) {
            line.put(character);
        } else {
            let base = std::iter::once(character).nfd().next().unwrap_or(character);
            let likeness = likeness(character).or_else(|| likeness(base));
            match likeness {
                Some(likeness) => likeness.chars().for_each(|like| line.put(like)),
                None if alphabet.has(base) => line.put(base),
                None => {}
            }
        }
    }
    line.text
}

/// Text that grows until it is full.
struct Line {
    text: String,
    room: usize,
    gap: bool,
}

impl Line {
    fn put(&mut self, character: char) {
        if character == ' ' {
            self.gap = !self.text.is_empty();
            return;
        }
        if self.gap && self.room > 1 {
            self.text.push(' ');
            self.room -= 1;
        } else if self.gap {
            self.room = 0;
        }
        self.gap = false;
        if self.room > 0 {
            self.text.push(character);
            self.room -= 1;
        }
    }
}

/// What somebody meant who typed `character`: accents and primes often stand for an apostrophe. Normalisation would take
/// them apart into a space and a loose accent.
fn typed(character: char) -> char {
    match character {
        '´' | '`' | '‘' | '’' | '‛' | 'ʹ' | 'ʻ' | 'ʼ' | 'ˈ' | '′' => '\'',
        other => other,
    }
}

/// What stands for a character that an alphabet lacks and that is not merely accented. Every alphabet has all of these.
fn likeness(character: char) -> Option<&'static str> {
    Some(match character {
        '&' => " e ",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '⁄' | '∕' => "/",
        'Ł' => "L",
        'ł' => "l",
        'Đ' | 'Ð' => "D",
        'đ' | 'ð' => "d",
        'Ø' => "O",
        'ø' => "o",
        'Æ' => "AE",
        'æ' => "ae",
        'Œ' => "OE",
        'œ' => "oe",
        'Þ' => "Th",
        'þ' => "th",
        'ß' => "ss",
        'ẞ' => "SS",
        'ı' => "i",
        '“' | '”' | '„' | '«' | '»' | '•' | '·' => " ",
        other if other.is_ascii_punctuation() => " ",
        other if other.is_whitespace() || other.is_control() => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_alphabet_keeps_what_it_can() {
        for (text, latin, plain, caixa) in [
            (
                "José da Conceição",
                "José da Conceição",
                "José da Conceição",
                "Jose da Conceicao",
            ),
            ("Joana D’Arc", "Joana D'Arc", "Joana D Arc", "Joana D'Arc"),
            ("D´Água", "D'Água", "D Água", "D'Agua"),
            (
                "Tom & Jerry <Ltda>",
                "Tom & Jerry <Ltda>",
                "Tom e Jerry Ltda",
                "Tom & Jerry Ltda",
            ),
            ("Łukasz Żółć", "Lukasz Zólc", "Lukasz Zólc", "Lukasz Zolc"),
            ("a\tb\r\nc\u{a0}d", "a b c d", "a b c d", "a b c d"),
            ("Ana 🎉 Maria👩‍👩‍👧", "Ana Maria", "Ana Maria", "Ana Maria"),
            ("ﬁm ① ½", "fim 1 1/2", "fim 1 1/2", "fim 1 1/2"),
            (
                "“Bar” — 9º andar",
                "Bar - 9o andar",
                "Bar - 9o andar",
                "Bar - 9o andar",
            ),
            ("e\u{301}", "é", "é", "e"),
            ("José\u{200b}\u{feff}\u{ad}", "José", "José", "Jose"),
            ("Straße Ærø", "Straße Ærø", "Straße Ærø", "Strasse AEro"),
            ("李小龍", "", "", ""),
            ("a\u{1fef}b", "a'b", "a b", "a'b"),
            (" \t ", "", "", ""),
        ] {
            assert_eq!(clean(text, Alphabet::Latin1, 50), latin, "{text}");
            assert_eq!(clean(text, Alphabet::Latin1Plain, 50), plain, "{text}");
            assert_eq!(clean(text, Alphabet::Caixa, 50), caixa, "{text}");
        }
    }

    #[test]
    fn a_limit_counts_characters_and_leaves_no_space_at_the_end() {
        assert_eq!(clean("ação direta", Alphabet::Latin1, 4), "ação");
        assert_eq!(clean("ação direta", Alphabet::Latin1, 5), "ação");
        assert_eq!(clean("ação direta", Alphabet::Latin1, 6), "ação d");
        assert_eq!(clean("ação", Alphabet::Latin1, 0), "");
    }

    proptest! {
        #[test]
        fn what_comes_out_fits(
            text in "\\PC{0,60}|[ -~\t\n\u{a0}-\u{2ff}\u{1e00}-\u{206f}]{0,60}",
            limit in 0..40_usize,
        ) {
            for alphabet in [Alphabet::Latin1, Alphabet::Latin1Plain, Alphabet::Caixa] {
                let cleaned = clean(&text, alphabet, limit);
                prop_assert!(cleaned.chars().all(|character| alphabet.has(character)));
                prop_assert!(cleaned.chars().count() <= limit);
                prop_assert_eq!(cleaned.trim(), &cleaned);
                prop_assert!(!cleaned.contains("  "));
                prop_assert_eq!(clean(&cleaned, alphabet, limit), cleaned);
            }
        }

        #[test]
        fn letters_and_digits_are_never_lost(text in "[A-Za-z0-9]{0,60}") {
            for alphabet in [Alphabet::Latin1, Alphabet::Latin1Plain, Alphabet::Caixa] {
                prop_assert_eq!(clean(&text, alphabet, 60), text.clone());
            }
        }

        #[test]
        fn brazilian_names_keep_every_letter(text in "[A-Za-zÀ-ÖÙ-Ýà-öù-ý]{1,60}") {
            prop_assert_eq!(clean(&text, Alphabet::Latin1, 60), text.clone());
            let plain = clean(&text, Alphabet::Caixa, 200);
            prop_assert!(plain.chars().count() >= text.chars().count());
        }
    }
}
