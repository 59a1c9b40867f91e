//! A permission is stated once.

msgraph::app! {
    pub struct Reader: Application { "OnlineMeetings.Read.All", "OnlineMeetings.Read.All" }
}

fn main() {
    let _ = Reader;
}
