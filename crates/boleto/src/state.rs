//! Brazil's states.

use core::{fmt, str::FromStr};

use thiserror::Error;

macro_rules! states {
    ($($state:ident $code:literal $name:literal)+) => {
        /// A state of Brazil or the Federal District: *unidade federativa, UF*.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum State {
            $(#[doc = concat!($name, ", ", $code, ".")] $state,)+
        }

        impl State {
            /// Every state, by name.
            pub const ALL: [Self; 27] = [$(Self::$state,)+];

            /// Its two letters.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$state => $code,)+ }
            }

            /// Its name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$state => $name,)+ }
            }
        }
    };
}

states! {
    Acre "AC" "Acre"
    Alagoas "AL" "Alagoas"
    Amapa "AP" "Amapá"
    Amazonas "AM" "Amazonas"
    Bahia "BA" "Bahia"
    Ceara "CE" "Ceará"
    DistritoFederal "DF" "Distrito Federal"
    EspiritoSanto "ES" "Espírito Santo"
    Goias "GO" "Goiás"
    Maranhao "MA" "Maranhão"
    MatoGrosso "MT" "Mato Grosso"
    MatoGrossoDoSul "MS" "Mato Grosso do Sul"
    MinasGerais "MG" "Minas Gerais"
    Para "PA" "Pará"
    Paraiba "PB" "Paraíba"
    Parana "PR" "Paraná"
    Pernambuco "PE" "Pernambuco"
    Piaui "PI" "Piauí"
    RioDeJaneiro "RJ" "Rio de Janeiro"
    RioGrandeDoNorte "RN" "Rio Grande do Norte"
    RioGrandeDoSul "RS" "Rio Grande do Sul"
    Rondonia "RO" "Rondônia"
    Roraima "RR" "Roraima"
    SantaCatarina "SC" "Santa Catarina"
    SaoPaulo "SP" "São Paulo"
    Sergipe "SE" "Sergipe"
    Tocantins "TO" "Tocantins"
}

/// Text that names no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected the name or the two letters of a Brazilian state")]
pub struct UnknownState;

impl FromStr for State {
    type Err = UnknownState;

    /// Reads a name or a code; capitals, accents and spare spaces do not matter: `SP`, `sp`, `São Paulo`, `SAO  PAULO`.
    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL
            .into_iter()
            .find(|state| same(text, state.code()) || same(text, state.name()))
            .ok_or(UnknownState)
    }
}

fn same(text: &str, name: &str) -> bool {
    letters(text).eq(letters(name))
}

/// Small letters without accents, and one space between words.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let words = text.split_whitespace().enumerate();
    words.flat_map(|(before, word)| {
        let space = (before > 0).then_some(' ');
        space
            .into_iter()
            .chain(word.chars().flat_map(char::to_lowercase).filter_map(plain))
    })
}

/// The letter without its accent; a combining accent after a letter is dropped.
fn plain(letter: char) -> Option<char> {
    match letter {
        'á' | 'à' | 'â' | 'ã' => Some('a'),
        'é' | 'ê' => Some('e'),
        'í' => Some('i'),
        'ó' | 'ô' | 'õ' => Some('o'),
        'ú' | 'ü' => Some('u'),
        'ç' => Some('c'),
        '\u{300}'..='\u{36f}' => None,
        other => Some(other),
    }
}

impl fmt::Display for State {
    /// Its two letters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn every_state_reads_from_its_code_and_its_name() {
        for state in State::ALL {
            for text in [
                state.code().to_string(),
                state.code().to_lowercase(),
                state.name().to_string(),
                state.name().to_uppercase(),
                state.to_string(),
            ] {
                assert_eq!(text.parse(), Ok(state), "{text}");
            }
        }
    }

    #[test]
    fn accents_and_spaces_do_not_matter() {
        for (text, state) in [
            ("sao paulo", State::SaoPaulo),
            ("Sa\u{303}o Paulo", State::SaoPaulo),
            ("  Rio   de Janeiro\n", State::RioDeJaneiro),
            ("AMAPA", State::Amapa),
            ("Ceara", State::Ceara),
            ("espirito santo", State::EspiritoSanto),
            ("PARÁ", State::Para),
            ("parana", State::Parana),
            ("rondonia", State::Rondonia),
            ("piaui", State::Piaui),
            ("maranhao", State::Maranhao),
            ("goiás", State::Goias),
        ] {
            assert_eq!(text.parse(), Ok(state), "{text}");
        }
    }

    #[test]
    fn other_text_names_no_state() {
        for text in [
            "",
            " ",
            "XX",
            "S P",
            "SaoPaulo",
            "São Paulo - SP",
            "Par",
            "Brasil",
        ] {
            assert_eq!(text.parse::<State>(), Err(UnknownState), "{text}");
        }
    }
}
