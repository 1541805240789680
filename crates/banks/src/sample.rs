//! Titles to test with.

use boleto::{
    Address, Agreement, Boleto, BoletoId, Cents, Charge, Company, Document, DocumentType, Issuer,
    IssuerAccount, Payer, Personal, StreetNumber, Title, TitleId,
};
use jiff::{Timestamp, civil::date};

use crate::settings::Recipient;

fn personal(text: &str) -> Option<Personal> {
    Some(Personal::new(text))
}

pub(crate) fn address() -> Address {
    Address {
        zipcode: personal("01310-100"),
        street: personal("Avenida Paulista"),
        street_number: Some(StreetNumber::Number(Personal::new("1578"))),
        complementary: personal("9º andar"),
        neighborhood: personal("Bela Vista"),
        city: personal("São Paulo"),
        state: personal("são paulo"),
    }
}

/// The stack's own.
pub(crate) fn house() -> Address {
    Address {
        zipcode: personal("80010000"),
        street: personal("Rua XV de Novembro"),
        street_number: Some(StreetNumber::Text(Personal::new("10"))),
        complementary: None,
        neighborhood: personal("Centro"),
        city: personal("Curitiba"),
        state: personal("PR"),
    }
}

/// The stack's own.
pub(crate) fn recipient() -> Recipient {
    Recipient {
        name: Personal::new("Superbowleto Pagamentos S/A"),
        document: Document::parse(DocumentType::Cnpj, "11.444.777/0001-61").unwrap(),
    }
}

pub(crate) fn boleto(issuer: Issuer) -> Boleto {
    let id = BoletoId::new(Timestamp::UNIX_EPOCH, 7);
    let issuer_account = IssuerAccount {
        agency: "1229".into(),
        account: if issuer == Issuer::BoletoApiCaixa {
            "1103388"
        } else {
            "469"
        }
        .into(),
        wallet: "26".into(),
    };
    let title_id = TitleId::new(1_000_001).unwrap();
    let (amount, due_on) = (Cents::from(2000), date(2026, 12, 20));
    let slip = Agreement::parse(issuer, &issuer_account)
        .unwrap()
        .issue(title_id, due_on, amount)
        .unwrap();
    Boleto {
        id,
        token: "test_1".into(),
        queue_url: "https://sqs.us-east-1.amazonaws.com/123456789012/gateway".into(),
        status: boleto::Status::PendingRegistration,
        due_on,
        amount,
        paid_amount: Cents::ZERO,
        interest: Charge::default(),
        fine: Charge::default(),
        instructions: None,
        issuer,
        issuer_account,
        issuer_response_code: None,
        title_id,
        barcode: slip.barcode,
        digitable_line: slip.digitable_line,
        payer: Payer {
            name: personal("José da Conceição"),
            document_type: Some(DocumentType::Cpf),
            document_number: personal("529.982.247-25"),
            address: Some(address()),
        },
        company: Company {
            name: personal("Padaria Três Irmãos"),
            document_number: personal("11.222.333/0001-81"),
            address: Some(address()),
        },
        external_id: None,
        reference_id: None,
        bank_response_code: None,
        rules: None,
        boleto_url: None,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    }
}

pub(crate) fn title(issuer: Issuer) -> Title {
    Title::of(&boleto(issuer)).unwrap()
}

/// A title of `development`.
pub(crate) fn costing(cents: u32) -> Title {
    let boleto = Boleto {
        amount: Cents::from(cents),
        ..boleto(Issuer::Development)
    };
    Title::of(&boleto).unwrap()
}
