//! Settings that are none: each is told, and all in one run.

mod nothing {
    msgraph::slice! {}
}

mod misspelt {
    msgraph::slice! { specs = "spec/mail.yaml", paths = ["/me/**"] }
}

mod malformed {
    msgraph::slice! {
        spec: "spec/mail.yaml",
        permissions = PERMISSIONS,
        include = "/me/**",
        include = ["/me/**"],
        exclude = ["/me/sendMail" "/me/messages"],
        permissions_may_cover_more = "yes",
        roots = [] name = "mail",
        name = 7,
        "spec/mail.yaml",
    }
}

fn main() {}
