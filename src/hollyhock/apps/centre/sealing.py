"""Sealing passwords that we must be able to read again."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str) -> str:
    """Return the secret encrypted with the home's own key (Fernet)."""
    return _fernet().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the secret, or nothing when the home's key is another than it was sealed with."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _fernet() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"hollyhock trunk").derive(settings.SECRET_KEY.encode())
    return Fernet(urlsafe_b64encode(derived))
