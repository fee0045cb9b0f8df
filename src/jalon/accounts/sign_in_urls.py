"""The addresses of allauth that Jalon uses, and no other: no sign-up, no password to set or to reset."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from django.urls import URLPattern, path

from jalon.accounts import openid

urlpatterns: list[URLPattern] = [
    path("entrer/", account.request_login_code, name="account_login"),
    path("entrer/code/demander/", account.request_login_code, name="account_request_login_code"),
    path("entrer/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("quitter/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("verification/", factor.index, name="mfa_index"),
    path("verification/entrer/", factor.authenticate, name="mfa_authenticate"),
    path("verification/confirmer/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("verification/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("verification/application/arreter/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("verification/secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("verification/secours/faire/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "verification/secours/telecharger/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("verification/cles/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("verification/cles/ajouter/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("verification/cles/entrer/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("verification/cles/confirmer/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("verification/cles/<int:pk>/retirer/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("verification/cles/<int:pk>/renommer/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("ailleurs/arrete/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("ailleurs/erreur/", social.login_error, name="socialaccount_login_error"),
    path("ailleurs/<str:provider_id>/", openid.login, name="openid_connect_login"),
    path("ailleurs/<str:provider_id>/retour/", openid.callback, name="openid_connect_callback"),
]
