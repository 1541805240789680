//! States by name or by code.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The 26 states and the Federal District: name without accents in small letters, code.
const STATES: [(&str, &str); 27] = [
    ("acre", "AC"),
    ("alagoas", "AL"),
    ("amapa", "AP"),
    ("amazonas", "AM"),
    ("bahia", "BA"),
    ("ceara", "CE"),
    ("distrito federal", "DF"),
    ("espirito santo", "ES"),
    ("goias", "GO"),
    ("maranhao", "MA"),
    ("mato grosso", "MT"),
    ("mato grosso do sul", "MS"),
    ("minas gerais", "MG"),
    ("para", "PA"),
    ("paraiba", "PB"),
    ("parana", "PR"),
    ("pernambuco", "PE"),
    ("piaui", "PI"),
    ("rio de janeiro", "RJ"),
    ("rio grande do norte", "RN"),
    ("rio grande do sul", "RS"),
    ("rondonia", "RO"),
    ("roraima", "RR"),
    ("santa catarina", "SC"),
    ("sao paulo", "SP"),
    ("sergipe", "SE"),
    ("tocantins", "TO"),
];

/// The code (*UF*) of the state that `text` names, with or without accents, in any case; any other text in capitals, for
/// the bank to judge.
pub(crate) fn code(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = words
        .nfd()
        .filter(|character| !is_combining_mark(*character));
    let plain = plain.collect::<String>().to_lowercase();
    match STATES.iter().find(|(name, _)| *name == plain) {
        Some((_, code)) => (*code).to_owned(),
        None => words.to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_known_by_name_and_by_code() {
        for (text, expected) in [
            ("São Paulo", "SP"),
            ("sao paulo", "SP"),
            ("  SÃO  PAULO ", "SP"),
            ("Parana\u{301}", "PR"),
            ("sp", "SP"),
            ("Distrito Federal", "DF"),
            ("Guanabara", "GUANABARA"),
            ("", ""),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }
}
