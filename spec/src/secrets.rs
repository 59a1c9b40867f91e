//! Which properties are secrets, whatever the description says of them.
//!
//! A secret never shows in `Debug`, logs or errors of the generated code. `x-ms-secret: true` marks one in an OpenAPI
//! description; CSDL and Microsoft's own OpenAPI files have no such word, and would let passcodes and join links
//! through. So there is this list, reviewed against the names of the whole of Graph, and it holds for the model of
//! every front end.
//!
//! The list only adds: what a description marks stays marked, and `x-ms-secret: false` takes nothing off it. A value
//! that is masked too much costs a line in a log; one that is masked too little costs a password.
//!
//! What is in it: values that let somebody in, alone or with others (passwords, passcodes, keys, tokens, join links),
//! links that work without signing in, and what reaches a person who has not signed up with the service that is
//! called. What is not in it, on purpose: names and addresses of the users of a tenant, subjects and titles; public
//! keys, certificates and thumbprints; what is encrypted or hashed; identifiers that only work for who is signed in;
//! tokens of paging; settings about passwords, such as their length; links that ask for signing in; free texts and
//! values of settings, which may hold anything.
//!
//! An entry whose type or property a description lacks is no fault: a slice has few of the types, and versions and
//! services differ. That each entry is a property of Graph is a test, against the whole of its metadata.

use crate::model::{Api, Primitive, Property, StructuredType, TypeDef, TypeRef};

/// A reason, and what it is a reason for.
type Group = (&'static str, &'static [&'static str]);

/// Names that mean a secret wherever they stand, in properties and in parameters of actions. Case does not count.
///
/// They hold for texts, bytes and untyped values: `password` is one, `pin` of type `qrPin` leads to one, and
/// `accessToken` may be a list of what goes into tokens.
const BY_NAME: &[Group] = &[
    (
        "lets a person or a device in",
        &[
            "activationLockBypassCode",
            "adDomainPassword",
            "currentPassword",
            "macOsUnlockCode",
            "newPassword",
            "oldPassword",
            "passcode",
            "passphrase",
            "password",
            "passwordBase64",
            "pin",
            "temporaryAccessPass",
            "unlockPin",
        ],
    ),
    (
        "lets an application in",
        &[
            "accessToken",
            "apiKey",
            "apiToken",
            "bearerToken",
            "clientSecret",
            "clientToken",
            "connectionString",
            "deploymentAccessKey",
            "idToken",
            "recordingAccessToken",
            "refreshToken",
            "sasToken",
            "secretKey",
            "secretText",
            "serverToken",
            "sharedAccessKey",
            "sharedSecret",
        ],
    ),
    (
        "opens what is encrypted, or signs in the name of its owner",
        &["decryptionKey", "encryptionKey", "macKey", "pkcs12Value", "privateKey", "recoveryKey"],
    ),
    (
        "lets a caller into a meeting, alone or with other properties",
        &[
            "anonymousJoinWebUrl",
            "conferenceId",
            "dialinUrl",
            "joinMeetingId",
            "joinUrl",
            "joinWebUrl",
            "meetingOptionsWebUrl",
            "onlineMeetingUrl",
            "videoTeleconferenceId",
        ],
    ),
    ("works for whoever has the link", &["inviteRedeemUrl", "uploadUrl"]),
];

/// Properties whose names mean a secret in these types only: namespace, type and property, as the target of an
/// annotation in CSDL is written.
const BY_TYPE: &[Group] = &[
    (
        "holds a join link or number, or leads to the recording of a meeting or to its chat",
        &[
            "microsoft.graph.callRecording/recordingContentUrl",
            "microsoft.graph.callRecordingEventMessageDetail/callRecordingUrl",
            "microsoft.graph.callTranscript/transcriptContentUrl",
            "microsoft.graph.chatInfo/threadId",
            "microsoft.graph.onlineMeetingBase/joinInformation",
            "microsoft.graph.onlineMeetingInfo/quickDial",
            "microsoft.graph.recordOperation/recordingLocation",
            "microsoft.graph.tokenMeetingInfo/token",
        ],
    ),
    (
        "is the text of mails, events and invitations, where join links and passcodes stand",
        &["microsoft.graph.itemBody/content"],
    ),
    (
        "reaches a person who takes part in a meeting, maybe from outside",
        &[
            "microsoft.graph.attendanceRecord/emailAddress",
            "microsoft.graph.attendeeNotificationInfo/phoneNumber",
            "microsoft.graph.meetingParticipantInfo/upn",
        ],
    ),
    (
        "is the code of a method to sign in, or a picture of it",
        &[
            "microsoft.graph.qrCodeImageDetails/binaryValue",
            "microsoft.graph.qrCodeImageDetails/rawContent",
            "microsoft.graph.qrPin/code",
        ],
    ),
    (
        "is a key or a token, though its name alone does not say so",
        &[
            "microsoft.graph.appleManagedIdentityProvider/certificateData",
            "microsoft.graph.bitlockerRecoveryKey/key",
            "microsoft.graph.changeNotificationCollection/validationTokens",
            "microsoft.graph.keyCredential/key",
            "microsoft.graph.selfSignedCertificate/key",
            "microsoft.graph.synchronizationSecretKeyStringValuePair/value",
            "microsoft.graph.vppToken/token",
            "microsoft.graph.windows10TeamGeneralConfiguration/azureOperationalInsightsWorkspaceKey",
            "microsoft.graph.workforceIntegrationEncryption/secret",
        ],
    ),
    (
        "tells a true notification from a forged one",
        &["microsoft.graph.changeNotification/clientState", "microsoft.graph.subscription/clientState"],
    ),
    (
        "is a licence key of Windows",
        &[
            "microsoft.graph.editionUpgradeConfiguration/productKey",
            "microsoft.graph.importedWindowsAutopilotDeviceIdentity/productKey",
            "microsoft.graph.windowsAutopilotDeviceIdentity/productKey",
        ],
    ),
    (
        "is, or may be, a link that works without signing in, or what such a link is made of",
        &[
            "microsoft.graph.accessReviewHistoryInstance/downloadUri",
            "microsoft.graph.appLogCollectionDownloadDetails/downloadUrl",
            "microsoft.graph.itemPreviewInfo/getUrl",
            "microsoft.graph.itemPreviewInfo/postParameters",
            "microsoft.graph.itemPreviewInfo/postUrl",
            "microsoft.graph.mobileAppContentFile/azureStorageUri",
            "microsoft.graph.permission/shareId",
            "microsoft.graph.security.sensorDeploymentPackage/downloadUrl",
            "microsoft.graph.sharePointMigrationContainerInfo/dataContainerUri",
            "microsoft.graph.sharePointMigrationContainerInfo/metadataContainerUri",
            "microsoft.graph.sharingLink/webHtml",
            "microsoft.graph.sharingLink/webUrl",
        ],
    ),
];

/// Marks the secrets of an API that the list knows.
pub(crate) fn mark(api: &mut Api) {
    for ty in api.types.values_mut() {
        if let TypeDef::Structured(ty) = ty {
            mark_type(ty);
        }
    }
}

fn mark_type(ty: &mut StructuredType) {
    let of_type: Vec<&str> = all(BY_TYPE).filter_map(|one| property_of(one, ty.name.as_str())).collect();
    for property in &mut ty.properties {
        let is_listed = of_type.contains(&property.name.as_str())
            || holds_text(property) && all(BY_NAME).any(|name| name.eq_ignore_ascii_case(&property.name));
        property.is_secret |= is_listed;
    }
}

fn all(groups: &'static [Group]) -> impl Iterator<Item = &'static str> {
    groups.iter().flat_map(|(_, names)| names.iter().copied())
}

/// The property of an entry, if the entry is about that type.
fn property_of(entry: &'static str, ty: &str) -> Option<&'static str> {
    entry.strip_prefix(ty)?.strip_prefix('/')
}

fn holds_text(property: &Property) -> bool {
    let is_text = matches!(
        property.ty.item,
        TypeRef::Primitive(Primitive::String | Primitive::Binary) | TypeRef::Untyped
    );
    is_text && !property.is_navigation
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Write as _;
    use std::path::Path;

    use super::{BY_NAME, BY_TYPE, all};

    #[test]
    fn each_entry_stands_once_and_in_order() {
        for (reason, entries) in BY_NAME.iter().chain(BY_TYPE) {
            assert!(!entries.is_empty() && entries.is_sorted(), "{reason}");
        }
        let mut seen = BTreeSet::new();
        for entry in all(BY_NAME).chain(all(BY_TYPE)) {
            assert!(seen.insert(entry.to_ascii_lowercase()), "{entry} stands twice");
        }
        for entry in all(BY_TYPE) {
            let (ty, property) = entry.split_once('/').expect("a type and a property");
            assert!(ty.contains('.') && !property.contains('/'), "{entry}");
            let by_name = all(BY_NAME).any(|name| name.eq_ignore_ascii_case(property));
            assert!(!by_name, "{property} is known by name, so {entry} says nothing");
        }
    }

    #[test]
    fn each_entry_of_a_type_is_a_property_of_graph() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata/graph-v1.0.csdl.xml");
        let Ok(text) = std::fs::read_to_string(&path) else {
            writeln!(std::io::stderr(), "skipped: there is no {}", path.display()).ok();
            return;
        };
        let document = roxmltree::Document::parse(text.trim_start_matches('\u{feff}')).expect("XML");
        let properties = document.descendants().filter(|one| one.tag_name().name() == "Property");
        let known: BTreeSet<String> = properties
            .filter_map(|property| {
                let ty = property.parent()?;
                let schema = ty.parent()?;
                let (space, ty) = (schema.attribute("Namespace")?, ty.attribute("Name")?);
                Some(format!("{space}.{ty}/{}", property.attribute("Name")?))
            })
            .collect();
        let stale: Vec<&str> = all(BY_TYPE).filter(|entry| !known.contains(*entry)).collect();
        assert!(stale.is_empty(), "these are no properties of Graph: {stale:#?}");
    }
}
