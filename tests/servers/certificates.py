"""Certificates for `localhost`, made anew for each server that speaks TLS in the tests.

Self-signed, or signed by an authority that is thrown away with them.
"""

import datetime
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificate:
    certificate: Path
    key: Path


def _builder(
    name: str, issuer: str, key: ec.EllipticCurvePrivateKey, *, ca: bool, days: int = 30
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    called, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer))
    return (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )


def _for_localhost(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    return _for(builder, names)


def _for(builder: x509.CertificateBuilder, names: list[x509.GeneralName]) -> x509.CertificateBuilder:
    return builder.add_extension(x509.SubjectAlternativeName(names), critical=False)


def _kept(folder: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Certificate:
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    made.key.chmod(0o600)
    return made


def make(folder: Path) -> Certificate:
    """Self-signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _for_localhost(_builder("localhost", "localhost", key, ca=True))
    return _kept(folder, builder.sign(key, hashes.SHA256()), key)


def make_signed(folder: Path) -> tuple[Certificate, Path]:
    """Signed by an authority, whose own certificate is the second of the pair."""
    authority = Authority(folder / "authority.pem")
    return authority.sign(folder), authority.path


class Authority:
    """One that signs more than one certificate. Its own is in the file `path`."""

    def __init__(self, path: Path, name: str = "Throw-away authority") -> None:
        self.path, self._name = path, name
        self._key = ec.generate_private_key(ec.SECP256R1())
        own = _builder(self._name, self._name, self._key, ca=True).sign(self._key, hashes.SHA256())
        path.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def sign(self, folder: Path, *, name: str = "localhost", days: int = 30) -> Certificate:
        """For localhost, or for another host alone; with days below zero it is over."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(name, self._name, key, ca=False, days=days)
        builder = _for_localhost(builder) if name == "localhost" else _for(builder, [x509.DNSName(name)])
        return _kept(folder, builder.sign(self._key, hashes.SHA256()), key)
