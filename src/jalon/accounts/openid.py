"""Sign-in by OpenID Connect, also where user information is a signed token (ProConnect)."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase


class SignedUserInfoAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Understands user information as JSON, and as a token signed with the provider's keys."""

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                self.profile_url, headers={"Authorization": f"Bearer {access_token}"}, timeout=10
            )
            answer.raise_for_status()
        if not answer.headers.get("Content-Type", "").startswith("application/jwt"):
            return dict(answer.json())
        claims = jwtkit.verify_and_decode(
            credential=answer.text,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=self.get_provider().app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return dict(claims)


def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Off to the provider; 404 where none is configured."""
    return _run(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the provider."""
    return _run(OAuth2CallbackView, request, provider_id)


def _run(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = view.adapter_view(SignedUserInfoAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404(provider_id) from None
    return answer
