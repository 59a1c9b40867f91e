//! Generates the client of this program's own slice: sending mail, and the messages of the signed-in user.

fn main() -> Result<(), msgraph_codegen::GenerateError> {
    let slice = msgraph_codegen::Config::new().spec("spec/mail.yaml").permissions("spec/permissions.yaml");
    let slice = slice.include("/me/sendMail").include("/users/{id}/sendMail").include("/me/messages/**");
    slice.root("microsoft.graph.fileAttachment").generate().map(|_| ())
}
