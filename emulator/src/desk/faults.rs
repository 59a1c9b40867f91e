//! Faults: the rates by which they come, and those that wait for a request.

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::body::Members;
use crate::fault::{Fault, Faults};
use crate::service::Service;

/// `GET /emulator/faults`
pub(super) fn list(service: &Service) -> Answer {
    Answer::ok(shown(&service.state().faults))
}

/// `PUT /emulator/faults`: `rates`, each a `share` from 0 to 1 and a `fault` as text, in the place of those before.
pub(super) fn set_rates(service: &Service, body: &[u8]) -> Result<Answer, Refusal> {
    let mut body = Members::read(body, &["rates"])?;
    let Some(items) = body.list("rates")? else {
        return Err(body.must("rates", "a list, each item with `share` and `fault`"));
    };
    let rates: Result<Vec<_>, _> = items.into_iter().enumerate().map(|(at, item)| rate(at, item)).collect();
    set(&mut service.state().faults, rates?)
}

fn set(faults: &mut Faults, rates: Vec<(f64, Fault)>) -> Result<Answer, Refusal> {
    faults.set_rates(rates).map_err(|error| Refusal::bad_request(sentence(&error.to_string())))?;
    Ok(Answer::ok(shown(faults)))
}

/// `PATCH /emulator/faults`: the `share` of one `fault` as text; 0 ends it. All others stay as they are, whoever set
/// them, so that nobody has to know them.
pub(super) fn set_rate(service: &Service, body: &[u8]) -> Result<Answer, Refusal> {
    let mut body = Members::read(body, &["share", "fault"])?;
    let share = share(&mut body)?;
    let text = text(&mut body)?;
    let state = &mut *service.state();
    let mut rates = state.faults.rates().to_vec();
    // One that is there is meant by its text, which does not hold all of every fault.
    let is_meant = |(_, known): &(f64, Fault)| known.to_string() == text;
    match rates.iter().position(is_meant) {
        Some(at) => {
            let fault = rates[at].1.clone();
            rates.retain(|one| !is_meant(one));
            rates.insert(at, (share, fault));
        }
        None => rates.push((share, parse(&text)?)),
    }
    // What is no share stays for its error.
    rates.retain(|(share, _)| *share != 0.0);
    set(&mut state.faults, rates)
}

/// `POST /emulator/faults`: a `fault` as text, which waits for a request that it fits.
pub(super) fn inject(service: &Service, body: &[u8]) -> Result<Answer, Refusal> {
    let mut body = Members::read(body, &["fault"])?;
    let fault = parse(&text(&mut body)?)?;
    let state = &mut *service.state();
    state.faults.add(fault);
    Ok(Answer::created(shown(&state.faults)))
}

fn rate(at: usize, item: Value) -> Result<(f64, Fault), Refusal> {
    let mut item = Members::of(item, format!("rates[{at}]."), &["share", "fault"])?;
    Ok((share(&mut item)?, parse(&text(&mut item)?)?))
}

fn share(members: &mut Members) -> Result<f64, Refusal> {
    members.number("share")?.ok_or_else(|| members.must("share", "a number from 0 to 1"))
}

fn text(members: &mut Members) -> Result<String, Refusal> {
    let text = members.text("fault")?;
    text.ok_or_else(|| members.must("fault", "a text such as `429;retry-after=2` or `cut-after`"))
}

fn parse(text: &str) -> Result<Fault, Refusal> {
    text.parse().map_err(|error: crate::ParseFaultError| Refusal::bad_request(sentence(&error.to_string())))
}

/// An error begins small, to be part of another.
fn sentence(error: &str) -> String {
    let mut letters = error.chars();
    let first = letters.next().map(|one| one.to_ascii_uppercase());
    format!("{}{}.", first.map(String::from).unwrap_or_default(), letters.as_str())
}

fn shown(faults: &Faults) -> Value {
    let rate = |(share, fault): &(f64, Fault)| json!({"share": share, "fault": fault.to_string()});
    json!({
        "rates": faults.rates().iter().map(rate).collect::<Vec<_>>(),
        "waiting": faults.waiting().iter().map(Fault::to_string).collect::<Vec<_>>(),
    })
}
