//! The clouds that Graph runs in.

/// A cloud of Microsoft: which Graph is called, and where its tokens come from.
///
/// See <https://learn.microsoft.com/graph/deployments>.
///
/// ```
/// use msgraph::Cloud;
///
/// assert_eq!(Cloud::China.scope(), "https://microsoftgraph.chinacloudapi.cn/.default");
/// assert_eq!(Cloud::UsGovernmentDod.authority(), "https://login.microsoftonline.us");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Cloud {
    /// The worldwide service, `graph.microsoft.com`.
    #[default]
    Global,
    /// The US government's L4 (GCC High), `graph.microsoft.us`.
    UsGovernment,
    /// The US government's L5 (DOD), `dod-graph.microsoft.us`.
    UsGovernmentDod,
    /// The one that 21Vianet runs in China, `microsoftgraph.chinacloudapi.cn`. Online meetings cannot be created
    /// there: the service does not support it.
    China,
}

impl Cloud {
    /// The root of Graph, as [`GraphBuilder::base_url`](crate::GraphBuilder::base_url) takes it.
    ///
    /// ```
    /// use msgraph::Cloud;
    ///
    /// assert_eq!(Cloud::UsGovernment.root(), "https://graph.microsoft.us/v1.0");
    /// ```
    #[must_use]
    pub fn root(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com/v1.0",
            Self::UsGovernment => "https://graph.microsoft.us/v1.0",
            Self::UsGovernmentDod => "https://dod-graph.microsoft.us/v1.0",
            Self::China => "https://microsoftgraph.chinacloudapi.cn/v1.0",
        }
    }

    /// What tokens are asked for: everything that was granted.
    #[must_use]
    pub fn scope(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com/.default",
            Self::UsGovernment => "https://graph.microsoft.us/.default",
            Self::UsGovernmentDod => "https://dod-graph.microsoft.us/.default",
            Self::China => "https://microsoftgraph.chinacloudapi.cn/.default",
        }
    }

    /// The identity platform's address.
    #[must_use]
    pub fn authority(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsGovernmentDod => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// The cloud whose Graph one of these scopes names; the worldwide one where none does.
    #[cfg(feature = "oauth")]
    pub(crate) fn of_scopes(scopes: &[String]) -> Self {
        let all = [Self::UsGovernment, Self::UsGovernmentDod, Self::China];
        let names = |cloud: &Self| {
            let resource = cloud.scope().trim_end_matches(".default");
            scopes.iter().any(|one| one.starts_with(resource))
        };
        all.into_iter().find(names).unwrap_or_default()
    }
}
