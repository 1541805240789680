//! What a seed draws for boletos in bad weather: their banks, what these do, and whatever else is left to chance.

use local::simulator::{Chance, Fault, Script};
use serde_json::{Value, json};

use crate::{World, request as plain, world::in_days};

/// The faults of a thousand requests.
const FAULTS: u16 = 200;
/// Refusals for good, of a thousand titles.
const REFUSALS: u16 = 20;

/// What the banks do.
pub(crate) fn script(seed: u64) -> Script {
    let mut faults = Chance::mixed(FAULTS);
    faults.push(Chance::per_title(REFUSALS, Fault::invalid_payer()));
    Script {
        seed: Some(seed),
        ..Script::from(faults)
    }
}

/// `BRADESCO_FIND`: whether the bank can be searched.
pub(crate) fn find(seed: u64) -> &'static str {
    if seed.is_multiple_of(2) { "on" } else { "off" }
}

/// The request for a boleto of one of three banks' interfaces, due on a day that no weather lasts until.
pub(crate) fn request(world: &World, seed: u64, number: u32) -> Value {
    let mut body = plain(world);
    body["expiration_date"] = json!(in_days(world, 200));
    match draw(seed, u64::from(number), 0) % 3 {
        0 => {}
        1 => body["issuer"] = json!("boleto-api-bradesco-shopfacil"),
        _ => {
            body["issuer"] = json!("boleto-api-caixa");
            body["issuer_account"] = json!("1103388");
            body["issuer_agency"] = json!("3337");
        }
    }
    body
}

/// A number drawn from a seed and what it is for, by SplitMix64.
pub(crate) fn draw(seed: u64, about: u64, round: u32) -> u64 {
    let mut mixed = seed
        .wrapping_add(about.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_add(u64::from(round).wrapping_mul(0xd1b5_4a32_d192_ed03));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
