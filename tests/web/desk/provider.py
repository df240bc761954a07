"""A small identity provider, by Authlib's server side: run as `provider.py PORT`.

It speaks OpenID Connect's code flow with PKCE, which it demands, and tells who is there
without asking. `POST /control` says who that is, and how to misbehave.
"""

import json
import sys
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, Response, jsonify, request
from joserfc.jwk import RSAKey

CLIENT = ("guichet", "a secret that both sides know")


class Client(ClientMixin):  # type: ignore[misc]
    """The desk, as the provider knows it."""

    def get_client_id(self) -> str:
        return CLIENT[0]

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == "http://localhost/guichet/oidc/retour"

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT[1]

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return bool(endpoint) and method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class Code:
    """A code that was given out, good once."""

    def __init__(self, asked: Any, user: dict[str, Any]) -> None:  # noqa: ANN401
        self.data = dict(asked.payload.data)
        self.user = user
        self.code_challenge = self.data.get("code_challenge")
        self.code_challenge_method = self.data.get("code_challenge_method")

    def get_redirect_uri(self) -> str | None:
        return self.data.get("redirect_uri")

    def get_scope(self) -> str:
        return str(self.data.get("scope", ""))

    def get_nonce(self) -> str | None:
        return self.data.get("nonce")

    def get_auth_time(self) -> None:
        return None

    get_acr = get_amr = get_auth_time


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, parameters={"kid": "k1", "alg": "RS256"})


@dataclass
class Books:
    """What the provider keeps: its keys, the codes given out, who is there."""

    issuer: str
    key: RSAKey = field(default_factory=new_key)
    other: RSAKey = field(default_factory=new_key)
    codes: dict[str, Code] = field(default_factory=dict)
    user: dict[str, Any] = field(default_factory=lambda: {"sub": "1"})
    fault: str | None = None


class Server(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server with the provider's books."""

    books: Books

    def query_client(self, client_id: str) -> Client | None:
        return Client() if client_id == CLIENT[0] else None

    def save_token(self, token: Any, request: Any) -> None:  # noqa: ANN401
        """Keep nothing: the desk uses the ID token alone."""


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """Codes, each good once."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

    @property
    def books(self) -> Books:
        books: Books = self.server.books
        return books

    def save_authorization_code(self, code: str, request: Any) -> None:  # noqa: ANN401
        self.books.codes[code] = Code(request, dict(self.books.user))

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        del client
        return self.books.codes.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        codes = self.books.codes
        for code in [c for c, kept in codes.items() if kept is authorization_code]:
            del codes[code]

    def authenticate_user(self, authorization_code: Code) -> dict[str, Any]:
        return authorization_code.user


class Identity(OpenIDCode):  # type: ignore[misc]
    """ID tokens, right or wrong."""

    def __init__(self, books: Books) -> None:
        super().__init__()
        self.books = books

    def exists_nonce(self, nonce: str, request: Any) -> bool:  # noqa: ANN401
        del request
        return any(code.get_nonce() == nonce for code in self.books.codes.values())

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        del client
        is_forged = self.books.fault == "signature"
        return self.books.other if is_forged else self.books.key

    def get_client_algorithm(self, client: Client) -> str:
        del client
        return "RS256"

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        del client
        bad, issuer = self.books.fault, self.books.issuer
        return {
            "iss": "https://evil.example" if bad == "issuer" else issuer,
            "aud": ["somebody-else"] if bad == "audience" else [CLIENT[0]],
        }

    def get_authorization_code_claims(self, authorization_code: Code) -> dict[str, Any]:
        is_old = self.books.fault == "nonce"
        return {"nonce": "old" if is_old else authorization_code.get_nonce()}

    def generate_user_info(self, user: dict[str, Any], scope: str) -> UserInfo:
        del scope
        return UserInfo(user)


def make_provider(issuer: str) -> Flask:
    """Return the provider's application."""
    app, books = Flask("provider"), Books(issuer)
    server = Server(app)
    server.books = books
    server.register_grant(CodeGrant, [Identity(books), CodeChallenge(required=True)])
    add_descriptions(app, books)

    @app.get("/authorize")
    def authorize() -> Any:  # noqa: ANN401
        grant = server.get_consent_grant(end_user=books.user)
        return server.create_authorization_response(grant_user=books.user, grant=grant)

    @app.post("/token")
    def token() -> Any:  # noqa: ANN401
        return server.create_token_response()

    @app.post("/control")
    def control() -> str:
        for name, value in json.loads(request.get_data()).items():
            setattr(books, name, value)
        return "done"

    return app


def add_descriptions(app: Flask, books: Books) -> None:
    issuer = books.issuer

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(
            issuer=issuer,
            authorization_endpoint=f"{issuer}/authorize",
            token_endpoint=f"{issuer}/token",
            jwks_uri=f"{issuer}/jwks",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["RS256"],
            code_challenge_methods_supported=["S256"],
            token_endpoint_auth_methods_supported=["client_secret_basic"],
        )

    @app.get("/jwks")
    def jwks() -> Response:
        return jsonify(keys=[books.key.as_dict(private=False)])


if __name__ == "__main__":
    PORT = int(sys.argv[1])
    make_provider(f"http://127.0.0.1:{PORT}").run("127.0.0.1", PORT, threaded=True)
