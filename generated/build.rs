//! Generates the client of the bundled slice.

use msgraph_codegen::Config;
use msgraph_spec::ONLINE_MEETINGS_DIR;

fn main() {
    Config::new()
        .spec(format!("{ONLINE_MEETINGS_DIR}/openapi.yaml"))
        .permissions(format!("{ONLINE_MEETINGS_DIR}/permissions.yaml"))
        .permission_fixups(format!("{ONLINE_MEETINGS_DIR}/permission-fixups.yaml"))
        .name("online_meetings")
        .generate_or_exit();
}
