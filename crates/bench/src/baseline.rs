//! What has become worse since an earlier run, beyond noise.

use crate::{measure::Measured, report::Report};

/// What is compared, and how much worse it may be, in percent.
struct Figure {
    name: &'static str,
    of: fn(&Measured) -> Option<u64>,
    allowance: u64,
    /// Whether it grows on a slower or busier machine: then it is held against `hello`'s of the same run.
    grows_with: Option<fn(&Measured) -> Option<u64>>,
}

/// Times are noisy even between quiet runs, sizes are not. The 99th percentile of a thousand calls is noise alone.
const FIGURES: &[Figure] = &[
    Figure {
        name: "first poll, µs",
        of: |function| Some(function.first_poll_us),
        allowance: 25,
        grows_with: Some(|hello| Some(hello.first_poll_us)),
    },
    Figure {
        name: "first answer, µs",
        of: |function| function.first_answer_us,
        allowance: 25,
        grows_with: Some(|hello| hello.first_answer_us),
    },
    Figure {
        name: "warm p50, µs",
        of: |function| Some(function.calls.as_ref()?.p50_us),
        allowance: 30,
        grows_with: Some(|hello| Some(hello.calls.as_ref()?.p50_us)),
    },
    Figure {
        name: "CPU of a call, µs",
        of: |function| Some(function.calls.as_ref()?.cpu_us),
        allowance: 20,
        grows_with: Some(|hello| Some(hello.calls.as_ref()?.cpu_us)),
    },
    Figure {
        name: "statements of a call, hundredths",
        of: |function| function.calls.as_ref()?.statements_hundredths,
        allowance: 1,
        grows_with: None,
    },
    Figure {
        name: "peak memory, KiB",
        of: |function| Some(function.peak_memory_kib),
        allowance: 10,
        grows_with: None,
    },
    Figure {
        name: "zip, bytes",
        of: |function| Some(function.zip_bytes),
        allowance: 3,
        grows_with: None,
    },
];

/// Says what is worse in `now` than in `then`, a line each.
///
/// A machine that is slower or busier than it was is slower with `hello` too, and is forgiven as much.
pub(crate) fn regressions(then: &Report, now: &Report) -> Vec<String> {
    let worse = |function| worse(then, now, function);
    now.functions.iter().flat_map(worse).collect()
}

/// The functions that something is worse of: who else shares the machine's processors may be the reason, and a second look
/// tells.
pub(crate) fn suspects(then: &Report, now: &Report) -> Vec<String> {
    let functions = now.functions.iter();
    functions
        .filter(|function| !worse(then, now, function).is_empty())
        .map(|function| function.name.clone())
        .collect()
}

fn worse(then: &Report, now: &Report, function: &Measured) -> Vec<String> {
    let mut found = Vec::new();
    let Some(before) = then
        .functions
        .iter()
        .find(|before| before.name == function.name)
    else {
        return found;
    };
    for figure in FIGURES {
        let (Some(was), Some(is)) = ((figure.of)(before), (figure.of)(function)) else {
            continue;
        };
        let (machine_was, machine_is) = figure
            .grows_with
            .filter(|_| function.name != "hello")
            .and_then(|of| Some((of(then.functions.first()?)?, of(now.functions.first()?)?)))
            .unwrap_or((1, 1));
        // A machine that has become quicker must not make a regression of what has not.
        let machine_is = machine_is.max(machine_was);
        let limit = u128::from(was) * u128::from(machine_is) * u128::from(100 + figure.allowance)
            / (u128::from(machine_was.max(1)) * 100);
        if u128::from(is) > limit {
            found.push(format!(
                "{}: {} was {was}, is {is}",
                function.name, figure.name
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Calls;

    fn report(cpu_us: u64, hello_cpu_us: u64, zip_bytes: u64) -> Report {
        let function = |name: &str, cpu_us| Measured {
            name: name.to_owned(),
            first_poll_us: 9000,
            first_answer_us: Some(16_000),
            calls: Some(Calls {
                number: 1000,
                p50_us: 1800,
                p99_us: 3000,
                cpu_us,
                statements_hundredths: Some(400),
                pgbench_p50_us: None,
            }),
            peak_memory_kib: 11_000,
            zip_bytes,
        };
        Report {
            functions: vec![
                function("hello", hello_cpu_us),
                function("create-boleto", cpu_us),
            ],
            creates: Vec::new(),
            retries: Vec::new(),
        }
    }

    #[test]
    fn the_same_again_is_no_regression() {
        let run = report(500, 100, 4_800_000);
        assert_eq!(regressions(&run, &run), Vec::<String>::new());
    }

    #[test]
    fn what_costs_half_as_much_again_is_one() {
        let found = regressions(&report(500, 100, 4_800_000), &report(750, 100, 4_800_000));
        assert_eq!(found, ["create-boleto: CPU of a call, µs was 500, is 750"]);
    }

    #[test]
    fn a_slower_machine_is_forgiven_and_a_quicker_one_not_held_against_us() {
        let then = report(500, 100, 4_800_000);
        assert_eq!(
            regressions(&then, &report(750, 150, 4_800_000)).len(),
            1,
            "hello's own"
        );
        assert_eq!(
            regressions(&then, &report(500, 50, 4_800_000)),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_larger_zip_is_one_on_any_machine() {
        let found = regressions(&report(500, 100, 4_800_000), &report(500, 100, 5_000_000));
        assert_eq!(found.len(), 2);
    }
}
