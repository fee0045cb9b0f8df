"""Settings of one Jalon: everything that differs between two installations comes from the environment.

`docs/operate.md` documents each name; a test keeps the two in step.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from jalon.config import environment, places
from jalon.config.database import parse

SOURCE = Path(__file__).resolve().parents[1]
VAR = places.var_directory()

DEBUG = environment.flag("JALON_DEBUG")
DEMO = environment.flag("JALON_DEMO")
PUBLIC_URL = environment.text("JALON_PUBLIC_URL", "http://localhost:8000").rstrip("/")
SECRET_KEY = environment.text("JALON_SECRET_KEY", "not-secret-for-development-and-tests-only")
ALLOWED_HOSTS = environment.words("JALON_HOSTS", "localhost,127.0.0.1,[::1],testserver")
SECURE = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    # Before allauth, whose templates it replaces.
    "jalon.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "anymail",
    "procrastinate.contrib.django",
    "jalon.base",
    "jalon.reference",
    "jalon.directory",
    "jalon.people",
    "jalon.network",
    "jalon.vacancies",
    "jalon.casework",
    "jalon.introductions",
    "jalon.activities",
    "jalon.transit",
    "jalon.outreach",
    "jalon.games",
    "jalon.reports",
    "jalon.portal",
    "jalon.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jalon.config.language.PageLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "jalon.config.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_FILE_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jalon.config.context.page",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _FILE_LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _FILE_LOADERS)],
                )
            ],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "jalon.base.templatetags.jalon",
            ],
        },
    },
]

DATABASES = {"default": parse(environment.text("DATABASE_URL", "postgresql://localhost/jalon"))}
DATABASES["default"]["TEST"] = {"NAME": f"test_jalon_{os.environ.get('JALON_TEST_DB', 'main').lower()}"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:start"
LOGOUT_REDIRECT_URL = "portal:home"

ACCOUNT_ADAPTER = "jalon.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "jalon.accounts.adapter.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "request_login_code": "20/m/ip,5/m/key"}
ACCOUNT_FORMS = {
    "request_login_code": "jalon.accounts.forms.RequestCodeForm",
    "confirm_login_code": "jalon.accounts.forms.ConfirmCodeForm",
    "reauthenticate": "jalon.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "jalon.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "jalon.accounts.forms.SecondFactorForm",
    "reauthenticate": "jalon.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "jalon.accounts.forms.ActivateApplicationForm",
    "add_webauthn": "jalon.accounts.forms.AddKeyForm",
    "edit_webauthn": "jalon.accounts.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jalon"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_ONLY = False
# An outside identity opens the account that has the same address, where the provider vouches for it.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
OPENID_CONNECT_URL = environment.text("JALON_OIDC_URL")
OPENID_CONNECT_NAME = environment.text("JALON_OIDC_NAME", "ProConnect")
_OIDC = urlsplit(OPENID_CONNECT_URL)
OPENID_CONNECT_ORIGINS = [f"{_OIDC.scheme}://{_OIDC.netloc}"] if OPENID_CONNECT_URL else []
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "professionnels",
                    "name": OPENID_CONNECT_NAME,
                    "client_id": environment.text("JALON_OIDC_CLIENT_ID"),
                    "secret": environment.text("JALON_OIDC_SECRET"),
                    "settings": {
                        "server_url": OPENID_CONNECT_URL,
                        "oauth_pkce_enabled": True,
                        "scope": environment.words("JALON_OIDC_SCOPE", "openid,profile,email"),
                        # Some providers check addresses and do not say so in each answer.
                        "verified_email": environment.flag("JALON_OIDC_TRUSTED_EMAIL"),
                    },
                }
            ]
        }
    }
    if OPENID_CONNECT_URL
    else {}
)

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
TIME_ZONE = environment.text("JALON_TIME_ZONE", "Europe/Paris")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
            if environment.flag("JALON_HASHED_STATIC")
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# A session opens a desk on a shared computer: it ends with the working day.
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_NAME = "jalon_session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "jalon_csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "jalon.portal.views.csrf_failure"
_FORWARDED = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_PROXY_SSL_HEADER = _FORWARDED if environment.flag("JALON_BEHIND_PROXY") else None
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        # Browsers hold the redirection that follows a form to this list too.
        "form-action": [SELF, *OPENID_CONNECT_ORIGINS],
        "frame-ancestors": [NONE],
    }
}
# The operator's player shows the bus screen in a zone of its own.
SCREEN_FRAME_ANCESTORS = environment.words("JALON_SCREEN_FRAME_ANCESTORS")

MAIL_ADAPTER = environment.text("JALON_MAIL", "file")
EMAIL_BACKEND = {
    "file": "jalon.base.mail.FileBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "brevo": "anymail.backends.brevo.EmailBackend",
}.get(MAIL_ADAPTER, "")
if not EMAIL_BACKEND:
    raise environment.SettingError(f"JALON_MAIL doit valoir file, smtp ou brevo, pas « {MAIL_ADAPTER} »")
DEFAULT_FROM_EMAIL = environment.text("JALON_MAIL_FROM", "Jalon <bonjour@jalon.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST = environment.text("JALON_SMTP_HOST", "localhost")
EMAIL_PORT = environment.whole("JALON_SMTP_PORT", 25)
EMAIL_HOST_USER = environment.text("JALON_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("JALON_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("JALON_SMTP_TLS")
EMAIL_TIMEOUT = 20
ANYMAIL = {"BREVO_API_KEY": environment.text("JALON_BREVO_KEY")}

# Text messages: the first adapter that accepts the message sends it.
SMS_ADAPTERS = environment.words("JALON_SMS", "file")
SMS_SENDER = environment.text("JALON_SMS_SENDER", "Jalon")
# Part of the address at which a provider tells that somebody answered STOP; without it the address is closed.
SMS_WEBHOOK_SECRET = environment.text("JALON_SMS_WEBHOOK_SECRET")
BREVO_KEY = environment.text("JALON_BREVO_KEY")
OVH_SMS = {
    "service": environment.text("JALON_OVH_SMS_SERVICE"),
    "application_key": environment.text("JALON_OVH_APPLICATION_KEY"),
    "application_secret": environment.text("JALON_OVH_APPLICATION_SECRET"),
    "consumer_key": environment.text("JALON_OVH_CONSUMER_KEY"),
}
OUTBOX_ROOT = VAR / "outbox"

FRANCE_TRAVAIL = {
    "client_id": environment.text("JALON_FRANCE_TRAVAIL_ID"),
    "client_secret": environment.text("JALON_FRANCE_TRAVAIL_SECRET"),
    "token_url": environment.text(
        "JALON_FRANCE_TRAVAIL_TOKEN_URL",
        "https://entreprise.francetravail.fr/connexion/oauth2/access_token?realm=%2Fpartenaire",
    ),
    "api_url": environment.text(
        "JALON_FRANCE_TRAVAIL_API_URL", "https://api.francetravail.io/partenaire/offresdemploi"
    ),
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["jalon.config.jobs"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("JALON_LOG_LEVEL", "WARNING")},
}
