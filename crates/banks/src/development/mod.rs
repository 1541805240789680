//! No bank at all: what comes of a title depends on its amount, for those who try our interface out.
//!
//! There is nobody to speak to, so there are no words to translate and no other files here.

use boleto::{Cents, Title};
use jiff::civil::Date;

use crate::{Answer, BankApi, BankTitle, Cause, Confirmation, Search};

/// Stays pending for ever: R$ 50,000.03.
const HELD: u64 = 5_000_003;
/// Is refused: R$ 50,000.04.
const REFUSED: u64 = 5_000_004;

pub(crate) struct Development;

impl BankApi for Development {
    async fn register(&self, title: &Title, _: Date) -> Answer {
        match Cents::get(title.amount) {
            HELD => Answer::Unknown(Cause::Held),
            REFUSED => Answer::Refused {
                code: None,
                lasting: true,
            },
            _ => Answer::Registered(Confirmation::default()),
        }
    }

    async fn find(&self, title: &Title) -> Search {
        match Cents::get(title.amount) {
            HELD => Search::CannotTell,
            REFUSED => Search::NotFound,
            _ => Search::Found(BankTitle {
                amount: title.amount,
                due_on: title.due_on,
                payer_document: title.payer_document,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn ask(cents: u32) -> (Answer, Search) {
        let title = sample::costing(cents);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let today = "2026-11-21".parse().unwrap();
            (
                Development.register(&title, today).await,
                Development.find(&title).await,
            )
        })
    }

    #[test]
    fn the_amount_decides() {
        let (answer, search) = ask(5_000_003);
        assert_eq!(answer, Answer::Unknown(Cause::Held));
        assert_eq!(search, Search::CannotTell);

        let (answer, search) = ask(5_000_004);
        assert_eq!(
            answer,
            Answer::Refused {
                code: None,
                lasting: true
            }
        );
        assert_eq!(search, Search::NotFound);

        for cents in [0, 2000, 5_000_002, 5_000_005] {
            let (answer, search) = ask(cents);
            assert_eq!(
                answer,
                Answer::Registered(Confirmation::default()),
                "{cents}"
            );
            let Search::Found(found) = search else {
                panic!("{search:?}")
            };
            assert!(found.is(&sample::costing(cents)), "{cents}");
        }
    }
}
