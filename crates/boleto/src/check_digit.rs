//! The two sums that every check digit is made from.
//!
//! Both walk the text from the right. Characters count as their ASCII code minus 48, so digits count as themselves and
//! the letters of an alphanumeric CNPJ as 17 to 42.

/// Modulus 10: weights 2, 1, 2, 1… from the right, the digits of each product added up, and what is missing to the next
/// multiple of ten. As an ASCII digit.
///
/// Source: BACEN Carta-Circular 2926/2000, digitable line.
pub(crate) fn modulus_10(digits: &[u8]) -> u8 {
    // Twice each digit, the two digits of the product added up.
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let mut sum = 0;
    for (place, digit) in digits.iter().rev().enumerate() {
        let digit = digit - b'0';
        sum += if place % 2 == 0 {
            DOUBLED[usize::from(digit)]
        } else {
            u32::from(digit)
        };
    }
    ascii((10 - sum % 10) % 10)
}

/// The remainder, by 11, of the sum of characters times weights 2, 3… `max_weight`, 2… from the right.
///
/// What a remainder means differs by bank; see [`eleven_minus`] and the banks' modules.
pub(crate) fn remainder_11<'a>(
    characters: impl DoubleEndedIterator<Item = &'a u8>,
    max_weight: u32,
) -> u32 {
    let mut sum = 0;
    let mut weight = 2;
    for character in characters.rev() {
        sum += u32::from(character - b'0') * weight;
        weight = if weight == max_weight { 2 } else { weight + 1 };
    }
    sum % 11
}

/// 11 minus the remainder, as an ASCII digit; `otherwise` where that has two digits.
pub(crate) fn eleven_minus(remainder: u32, otherwise: u8) -> u8 {
    match 11 - remainder {
        digit @ 0..=9 => ascii(digit),
        _ => otherwise,
    }
}

/// The ASCII character of one digit.
pub(crate) fn ascii(digit: u32) -> u8 {
    b"0123456789"[digit as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modulus_10_adds_the_digits_of_each_product() {
        // An example of Itaú's manual of Jul/2021: agency 0057, account 12345, wallet 110, number 12345678.
        assert_eq!(modulus_10(b"00571234511012345678"), b'8');
        assert_eq!(modulus_10(b"0"), b'0');
        assert_eq!(modulus_10(b"9"), b'1');
    }

    #[test]
    fn remainders_cycle_through_the_weights_from_the_right() {
        assert_eq!(remainder_11(b"19".iter(), 9), (9 * 2 + 3) % 11);
        assert_eq!(remainder_11(b"100000000".iter(), 9), 2);
        assert_eq!(remainder_11(b"100000000".iter(), 7), 4);
        assert_eq!(remainder_11(b"Z".iter(), 9), 84 % 11);
    }

    #[test]
    fn two_digits_become_what_the_bank_says() {
        assert_eq!(eleven_minus(0, b'0'), b'0');
        assert_eq!(eleven_minus(1, b'P'), b'P');
        assert_eq!(eleven_minus(2, b'0'), b'9');
        assert_eq!(eleven_minus(10, b'0'), b'1');
    }
}
