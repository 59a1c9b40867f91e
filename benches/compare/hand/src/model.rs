//! A meeting as the service has it, for serde's derives.

use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OnlineMeeting {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_attendee_to_enable_camera: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_attendee_to_enable_mic: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_breakout_rooms: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_copying_and_sharing_meeting_content: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_lobby_admitters: Option<AllowedLobbyAdmitterRoles>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_presenters: Option<OnlineMeetingPresenters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_live_share: Option<MeetingLiveShareOptions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_meeting_chat: Option<MeetingChatMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_participants_to_change_name: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_power_point_sharing: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_recording: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_teamwork_reactions: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_transcription: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_whiteboard: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_conferencing: Option<AudioConferencing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_info: Option<ChatInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_restrictions: Option<ChatRestrictions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud_video_interop_info: Option<CloudVideoInteropInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry_date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_end_to_end_encryption_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_entry_exit_announced: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_information: Option<ItemBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_meeting_id_settings: Option<JoinMeetingIdSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_web_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lobby_bypass_settings: Option<LobbyBypassSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_options_web_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_spoken_language_tag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_type: Option<OnlineMeetingType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_automatically: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity_label_assignment: Option<OnlineMeetingSensitivityLabelAssignment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_meeting_chat_history_default: Option<MeetingChatHistoryDefaultMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_teleconference_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watermark_protection: Option<WatermarkProtectionValues>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broadcast_settings: Option<BroadcastMeetingSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_broadcast: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_template_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participants: Option<MeetingParticipants>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date_time: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum AllowedLobbyAdmitterRoles {
    #[serde(rename = "organizerAndCoOrganizersAndPresenters")]
    OrganizerAndCoOrganizersAndPresenters,
    #[serde(rename = "organizerAndCoOrganizers")]
    OrganizerAndCoOrganizers,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Serialize, Deserialize)]
pub enum OnlineMeetingPresenters {
    #[serde(rename = "everyone")]
    Everyone,
    #[serde(rename = "organization")]
    Organization,
    #[serde(rename = "roleIsPresenter")]
    RoleIsPresenter,
    #[serde(rename = "organizer")]
    Organizer,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Serialize, Deserialize)]
pub enum MeetingLiveShareOptions {
    #[serde(rename = "enabled")]
    Enabled,
    #[serde(rename = "disabled")]
    Disabled,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Serialize, Deserialize)]
pub enum MeetingChatMode {
    #[serde(rename = "enabled")]
    Enabled,
    #[serde(rename = "disabled")]
    Disabled,
    #[serde(rename = "limited")]
    Limited,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AudioConferencing {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialin_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toll_free_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toll_free_numbers: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toll_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toll_numbers: Option<Vec<String>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_chain_message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatRestrictions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_text_only: Option<bool>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CloudVideoInteropInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_info_web_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_teleconference_id: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ItemBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<BodyType>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JoinMeetingIdSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_passcode_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_meeting_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passcode: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LobbyBypassSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_dial_in_bypass_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<LobbyBypassScope>,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum OnlineMeetingType {
    #[serde(rename = "adhoc")]
    Adhoc,
    #[serde(rename = "scheduled")]
    Scheduled,
    #[serde(rename = "recurring")]
    Recurring,
    #[serde(rename = "broadcast")]
    Broadcast,
    #[serde(rename = "meetnow")]
    Meetnow,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OnlineMeetingSensitivityLabelAssignment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity_label_id: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum MeetingChatHistoryDefaultMode {
    #[serde(rename = "none")]
    None,
    #[serde(rename = "all")]
    All,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WatermarkProtectionValues {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_enabled_for_content_sharing: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_enabled_for_video: Option<bool>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BroadcastMeetingSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_audience: Option<BroadcastMeetingAudience>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captions: Option<BroadcastMeetingCaptionSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_attendee_report_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_question_and_answer_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_recording_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_video_on_demand_enabled: Option<bool>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MeetingParticipants {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendees: Option<Vec<MeetingParticipantInfo>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizer: Option<MeetingParticipantInfo>,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum BodyType {
    #[serde(rename = "text")]
    Text,
    #[serde(rename = "html")]
    Html,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Serialize, Deserialize)]
pub enum LobbyBypassScope {
    #[serde(rename = "organizer")]
    Organizer,
    #[serde(rename = "organization")]
    Organization,
    #[serde(rename = "organizationAndFederated")]
    OrganizationAndFederated,
    #[serde(rename = "everyone")]
    Everyone,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(rename = "invited")]
    Invited,
    #[serde(rename = "organizationExcludingGuests")]
    OrganizationExcludingGuests,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Serialize, Deserialize)]
pub enum BroadcastMeetingAudience {
    #[serde(rename = "roleIsAttendee")]
    RoleIsAttendee,
    #[serde(rename = "organization")]
    Organization,
    #[serde(rename = "everyone")]
    Everyone,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BroadcastMeetingCaptionSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_caption_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoken_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation_languages: Option<Vec<String>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MeetingParticipantInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentitySet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<OnlineMeetingRole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upn: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IdentitySet {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Identity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Identity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Identity>,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum OnlineMeetingRole {
    #[serde(rename = "attendee")]
    Attendee,
    #[serde(rename = "presenter")]
    Presenter,
    #[serde(rename = "unknownFutureValue")]
    UnknownFutureValue,
    #[serde(rename = "producer")]
    Producer,
    #[serde(rename = "coorganizer")]
    Coorganizer,
    #[serde(untagged)]
    UnknownValue(String),
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Identity {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}
