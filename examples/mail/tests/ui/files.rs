//! Files that are not there.

mod misspelt {
    msgraph::slice! { spec = "spec/mial.yaml", permissions = "spec/permissions.yml" }
}

mod elsewhere {
    msgraph::slice! { spec = "../calendar.yaml" }
}

mod folder {
    msgraph::slice! { spec = "spec" }
}

fn main() {}
