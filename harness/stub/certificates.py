"""The key that the stub host proves itself with, and its fingerprint for the browser.

One certificate serves every virtual host. The browser is told to accept exactly this key
(`--ignore-certificate-errors-spki-list`), so nothing is installed on the machine and no
other certificate is trusted.
"""

from __future__ import annotations

import base64
import hashlib
import ssl
from dataclasses import dataclass

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True, slots=True)
class Identity:
    """A TLS server context and the SHA-256 of its public key, base64."""

    context: ssl.SSLContext
    fingerprint: str


def make_identity() -> Identity:
    """A fresh key and certificate, kept in memory only."""
    certificate = trustme.CA().issue_cert("stub.invalid")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    certificate.configure_cert(context)
    leaf = x509.load_pem_x509_certificate(certificate.cert_chain_pems[0].bytes())
    public = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Identity(context, base64.b64encode(hashlib.sha256(public).digest()).decode("ascii"))
