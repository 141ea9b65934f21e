"""Django's settings, read from the home folder (``HOLLYHOCK_HOME``)."""

from __future__ import annotations

from hollyhock.adapters.settings import home, load_secrets, load_settings
from hollyhock.apps.base.words import both
from hollyhock.contracts.ids import Scope
from hollyhock.web import installed
from hollyhock.web.database import database
from hollyhock.web.look import unfold

HOLLYHOCK_HOME = home()
HOLLYHOCK = load_settings(HOLLYHOCK_HOME)
HOLLYHOCK_SECRETS = load_secrets(HOLLYHOCK_HOME)
HOLLYHOCK_SCOPE = Scope(HOLLYHOCK.tenant, HOLLYHOCK.domain)
HOLLYHOCK_DOORS = "hollyhock.bootstrap.doors.make"
HOLLYHOCK_ARCHIVE = "hollyhock.bootstrap.archive.make"
# The apps that follow our grammar; the others below are libraries.
HOLLYHOCK_APPS = installed.apps()

SECRET_KEY = HOLLYHOCK_SECRETS.django
DEBUG = False
# The gateway stands in front and checks nothing of the Host header; these are the names under which it is reached.
ALLOWED_HOSTS = [HOLLYHOCK.host, "localhost", "127.0.0.1", "[::1]"]
_SCHEME = "https" if HOLLYHOCK.cert else "http"
CSRF_TRUSTED_ORIGINS = [f"{_SCHEME}://{host}:{HOLLYHOCK.ports.door}" for host in ALLOWED_HOSTS]
USE_X_FORWARDED_HOST = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(HOLLYHOCK.cert)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    # Only web shows pages: ``urls`` looks for them, the other processes load none.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "import_export",
    "simple_history",
    "ninja",
    "hollyhock.web.apps.Config",
    *HOLLYHOCK_APPS,
]
MIDDLEWARE = [
    "hollyhock.web.middleware.Measured",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hollyhock.web.middleware.PersonsLanguage",
    "hollyhock.web.middleware.RequestAddress",
    "hollyhock.web.middleware.Refusals",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "hollyhock.web.urls"
ASGI_APPLICATION = "hollyhock.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [installed.TEMPLATES],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": database(HOLLYHOCK.records, HOLLYHOCK_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/office/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "hollyhock.web.accounts.Accounts"
ACCOUNT_USER_DISPLAY = "hollyhock.web.accounts.display"
ACCOUNT_CHANGE_EMAIL = False
MFA_TOTP_ISSUER = "Hollyhock"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "hollyhock.web.middleware.client_address"
AXES_LOCKOUT_CALLABLE = "hollyhock.web.accounts.locked_out"
AXES_SENSITIVE_PARAMETERS = ["password"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [HOLLYHOCK_HOME / "run" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
UNFOLD = unfold(both)
LOGGING_CONFIG = None
SIMPLE_HISTORY_REVERT_DISABLED = True
