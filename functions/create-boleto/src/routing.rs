//! Which issuer and account take a boleto.

use boleto::{Issuer, Rule};
use service::{contract::NewBoleto, error::ApiError, settings::House};
use store::Account;

/// The wallet of titles that can't be paid after their due day.
const STRICT_WALLET: &str = "25";
/// The wallet of titles that can.
const LENIENT_WALLET: &str = "26";

/// Chooses the issuer and the account:
/// 1. rules choose the wallet at the stack's own account;
/// 2. else the client's configuration, or the stack's default one, if any;
/// 3. interest and fines go to Bradesco itself, since ShopFácil takes none.
///
/// `development` stays `development`.
pub(crate) fn choose(
    new: &NewBoleto,
    configured: Option<Account>,
    house: &House,
) -> Result<Account, ApiError> {
    let asked = Account {
        issuer: new.issuer,
        account: new.issuer_account.clone(),
    };
    if new.issuer == Issuer::Development {
        return Ok(asked);
    }
    if let Some(wallet) = wallet_by_rules(new.rules.as_deref().unwrap_or_default()) {
        let issuer = match new.issuer {
            Issuer::BoletoApiCaixa => Issuer::BoletoApiCaixa,
            Issuer::Bradesco | Issuer::BoletoApiBradescoShopfacil | Issuer::Development => {
                Issuer::Bradesco
            }
        };
        let mut own = own(issuer, house)?;
        own.account.wallet = wallet.to_owned();
        return Ok(own);
    }
    let chosen = configured.unwrap_or(asked);
    let has_charges = !new.interest.is_empty() || !new.fine.is_empty();
    if chosen.issuer == Issuer::BoletoApiBradescoShopfacil && has_charges {
        return own(Issuer::Bradesco, house);
    }
    Ok(chosen)
}

fn wallet_by_rules(rules: &[Rule]) -> Option<&'static str> {
    if rules.contains(&Rule::StrictExpirationDate) {
        Some(STRICT_WALLET)
    } else if rules.contains(&Rule::NoStrict) {
        Some(LENIENT_WALLET)
    } else {
        None
    }
}

fn own(issuer: Issuer, house: &House) -> Result<Account, ApiError> {
    let account = house.account(issuer).ok_or_else(|| {
        let message = format!("\"issuer\" needs {issuer}, which this stack has no account at");
        ApiError::invalid(message, Some("issuer"))
    })?;
    Ok(Account { issuer, account })
}
