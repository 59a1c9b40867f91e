//! What a program covers is named by paths of slices.

mod empty {}

msgraph::app! {
    use crate::mail as post;
    use crate::slices::*;
    use crate::empty

    struct Renamed: Delegated { "OnlineMeetings.Read" }
    use crate::empty;
    struct Late: Delegated { "OnlineMeetings.Read" }
}

msgraph::app! {
    use crate::empty;

    struct NoSlice: Delegated { "OnlineMeetings.Read" }
}

msgraph::app! {
    use crate::nowhere;

    struct Nowhere: Delegated { "OnlineMeetings.Read" }
}

const SCOPES: msgraph::Scopes = msgraph::scopes! {
    use crate::*;
    Delegated: PostMeOnlineMeetings
};

fn may_read<A: msgraph::permissions::may::GetMeOnlineMeetings>() {}

fn main() {
    may_read::<Renamed>();
    may_read::<Late>();
}
