//! Faults inside of the files stand at the names of those, and say where.

mod mail {
    msgraph::slice! {
        spec = "spec/faulty.yaml",
        permissions = "spec/faulty-permissions.yaml",
    }
}

mod broken {
    msgraph::slice! { spec = "spec/broken.yaml" }
}

fn main() {}
