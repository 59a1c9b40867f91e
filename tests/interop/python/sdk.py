"""Microsoft's SDK for Python, set up for the emulator, and what the checks are written with."""

import time

import httpx
import requests
from azure.core.credentials import AccessToken
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import options
from msgraph_core import GraphClientFactory
from requests.adapters import HTTPAdapter

GRAPH = "https://graph.microsoft.com"
LOGIN = "https://login.microsoftonline.com"


class Held:
    """A credential that has its token already."""

    def __init__(self, token):
        self.token = token

    def get_token(self, *_scopes, **_settings):
        return AccessToken(self.token, int(time.time()) + 3600)


class ToEmulator(httpx.AsyncBaseTransport):
    """Takes what is meant for Graph to the emulator, so that the SDK behaves as it does in production."""

    def __init__(self, origin):
        self.origin = httpx.URL(origin)
        self.inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request):
        to = {"scheme": self.origin.scheme, "host": self.origin.host, "port": self.origin.port}
        request.url = request.url.copy_with(**to)
        request.headers["host"] = self.origin.netloc.decode()
        return await self.inner.handle_async_request(request)

    async def aclose(self):
        await self.inner.aclose()


class LoginToEmulator(HTTPAdapter):
    """The same for the identity platform. The SDK signs in over https alone, also where an answer says where."""

    def __init__(self, origin):
        super().__init__()
        self.origin = origin

    def send(self, request, **settings):
        request.url = request.url.replace(LOGIN, self.origin)
        answer = super().send(request, **settings)
        answer._content = answer.content.replace(self.origin.encode(), LOGIN.encode())
        return answer


def origin(url):
    return url.removesuffix("/v1.0")


def client(url, token):
    """A client whose service root is the emulator's."""
    host = httpx.URL(url).host
    login = AzureIdentityAuthenticationProvider(Held(token), allowed_hosts=[host])
    adapter = GraphRequestAdapter(login)
    adapter.base_url = url
    return GraphServiceClient(request_adapter=adapter)


def client_of_graph(url, credential):
    """A client as it is in production, with the default middleware: only the last step goes elsewhere."""
    wire = httpx.AsyncClient(transport=ToEmulator(origin(url)), base_url=f"{GRAPH}/v1.0")
    wire = GraphClientFactory.create_with_default_middleware(client=wire, options=options)
    login = AzureIdentityAuthenticationProvider(credential)
    return GraphServiceClient(request_adapter=GraphRequestAdapter(login, wire))


def secret_credential(url, tenant, client_id, client_secret):
    """An app that signs in with its secret, as in production; nobody is asked which clouds there are."""
    session = requests.Session()
    session.trust_env = False  # no proxy for what stays on this machine
    session.mount(LOGIN, LoginToEmulator(origin(url)))
    transport = RequestsTransport(session=session)
    return ClientSecretCredential(
        tenant, client_id, client_secret, transport=transport, disable_instance_discovery=True
    )


def settings(query=None, **headers):
    """The settings of one request; `accept_language` is the header `accept-language`."""
    made = RequestConfiguration(query_parameters=query)
    for name, value in headers.items():
        made.headers.add(name.replace("_", "-"), value)
    return made


def check(is_so, what):
    """Ends the script unless it is so."""
    if not is_so:
        raise AssertionError(what)


async def refused(request, status, code):
    """The error that a request ends in: the SDK's own type, with Graph's status and code."""
    try:
        answer = await request
    except ODataError as error:
        found = (error.response_status_code, error.error.code)
        check(found == (status, code), f"{found} in the place of {(status, code)}: {error.error.message}")
        check(error.error.inner_error.request_id, "the error has a request id")
        return error
    raise AssertionError(f"{answer} in the place of {(status, code)}")
