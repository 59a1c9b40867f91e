//! Faults by chance, as they stand on the command line: `5%=429;retry-after=2`.

use msgraph_emulator::Fault;
use msgraph_spec::{Diagnostic, Diagnostics};

/// Sums of shares such as 0.1 + 0.2 + 0.7 are not exact.
const TOLERANCE: f64 = 1e-9;

/// The shares with their faults.
///
/// # Errors
/// Everything that is wrong with any of the texts, and shares that add up to more than all requests.
pub(super) fn read(texts: &[String]) -> Result<Vec<(f64, Fault)>, Diagnostics> {
    let (mut rates, mut faults) = (Vec::new(), Diagnostics::default());
    for text in texts {
        match rate(text) {
            Ok(rate) => rates.push(rate),
            Err(wrong) => faults.extend(wrong),
        }
    }
    let sum: f64 = rates.iter().map(|(share, _)| share).sum();
    if sum > 1.0 + TOLERANCE {
        let sum = percent(sum);
        faults.push(
            Diagnostic::error(format!("the shares of all `--fault` add up to {sum}"))
                .help("a request takes one fault at most: let them add up to 100% or less"),
        );
    }
    if faults.is_empty() { Ok(rates) } else { Err(faults) }
}

/// A share as people write it.
pub(super) fn percent(share: f64) -> String {
    // to the sixth decimal, where what is not exact does not show
    let text = format!("{:.6}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// One of them, or all that is wrong with it.
fn rate(text: &str) -> Result<(f64, Fault), Vec<Diagnostic>> {
    let Some((left, right)) = text.split_once('=') else {
        return Err(vec![
            Diagnostic::error(format!("`--fault {text}` has no share"))
                .help(format!("write how often it happens before it: `--fault '5%={text}'`")),
        ]);
    };
    match (share(text, left.trim()), fault(text, right)) {
        (Ok(share), Ok(fault)) => Ok((share, fault)),
        (share, fault) => Err(share.err().into_iter().chain(fault.err()).map(|one| *one).collect()),
    }
}

fn share(text: &str, written: &str) -> Result<f64, Box<Diagnostic>> {
    let number = |text: &str| text.trim_end().parse::<f64>().ok();
    let share = match written.strip_suffix('%') {
        Some(percent) => number(percent).map(|percent| percent / 100.0),
        None => number(written),
    };
    if let Some(share) = share.filter(|share| (0.0..=1.0).contains(share)) {
        return Ok(share);
    }
    let help = match number(written) {
        Some(number) if number > 1.0 && number <= 100.0 => {
            format!("write `{written}%` where it is {written} of 100 requests")
        }
        _ => "write a share such as `5%` or `0.05`, `=`, and the fault behind it".to_owned(),
    };
    let message =
        format!("`{written}` in `--fault {text}` is no share: that is 0% to 100%, or a number from 0 to 1");
    Err(Box::new(Diagnostic::error(message).help(help)))
}

fn fault(text: &str, written: &str) -> Result<Fault, Box<Diagnostic>> {
    let fault: Fault = written.parse().map_err(|error| {
        Diagnostic::error(format!("`--fault {text}`: {error}"))
            .help("`cargo msgraph emulate --help` lists the faults with examples")
    })?;
    if fault.clone().times(1) == fault {
        return Ok(fault);
    }
    let message = format!("`--fault {text}` says how many times it happens, but a share never ends");
    Err(Box::new(Diagnostic::error(message).help("leave the `*` and its number out")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Result<Vec<(f64, Fault)>, Diagnostics> {
        read(&texts.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn shares_are_percentages_or_numbers() {
        let rates =
            of(&["5%=429;retry-after=2", "0.01=cut-after", " 12.5 % = delay=1s @GET /me"]).expect("rates");
        let written: Vec<_> =
            rates.iter().map(|(share, fault)| (percent(*share), fault.to_string())).collect();
        let written: Vec<_> = written.iter().map(|(share, fault)| (share.as_str(), fault.as_str())).collect();
        assert_eq!(
            written,
            [("5%", "429;retry-after=2"), ("1%", "cut-after"), ("12.5%", "delay=1000ms @GET /me")]
        );
        for all in
            [&["1=garbage"][..], &["100%=garbage"], &["0.7=500", "20%=502", "10%=503"], &["0=500"], &[]]
        {
            assert!(of(all).is_ok(), "{all:?}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_said() {
        let faults =
            of(&["429", "5=429", "x%=nonsense", "1%=500 *3", "NaN=500", "-1%=500"]).expect_err("faults");
        let messages: Vec<&str> = faults.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages.len(), 7, "{messages:#?}");
        assert_eq!(messages[0], "`--fault 429` has no share");
        assert!(
            faults.iter().nth(1).and_then(|one| one.help.as_deref()).is_some_and(|one| one.contains("`5%`"))
        );
        assert!(messages[3].contains("'nonsense' is no fault"), "{}", messages[3]);
        let faults = of(&["60%=500", "0.5=502"]).expect_err("too much");
        assert_eq!(faults.iter().next().expect("one").message, "the shares of all `--fault` add up to 110%");
    }
}
