//! The permissions of a program stand in braces.

msgraph::app! {
    struct Brackets: Delegated ["OnlineMeetings.Read"];
    struct Parentheses: Delegated("OnlineMeetings.Read");
    struct Nothing: Delegated;
}

fn main() {
    fn post<A: msgraph::App + msgraph::permissions::may::PostMeOnlineMeetings>() {}
    post::<Brackets>();
    post::<Parentheses>();
    post::<Nothing>();
}
