"""Filled forms put into an envelope as ODK Collect does, and opened by whoever has the key; by openssl."""

import base64
import hashlib
import secrets
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

from lxml import etree

from tests.filled import Filled

OAEP = ("rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256")
ENVELOPE = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\
<data id="{id}" version="{version}" encrypted="yes" xmlns="{namespace}">\
<base64EncryptedKey>{key}</base64EncryptedKey>\
<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{instance_id}</orx:instanceID>{more}</orx:meta>
{media}<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>\
<base64EncryptedElementSignature>c2lnbmVk</base64EncryptedElementSignature></data>"""
OF_SUBMISSIONS = "http://opendatakit.org/submissions"


def openssl(*words: str, given: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *words], input=given, capture_output=True, check=True).stdout


@cache
def private_key(algorithm: str = "RSA", size: str = "rsa_keygen_bits:2048") -> bytes:
    """A key pair in PEM, made once for all tests."""
    return openssl("genpkey", "-quiet", "-algorithm", algorithm, "-pkeyopt", size)


def public_key(private: bytes) -> str:
    """The public half, as it stands in a form."""
    return base64.b64encode(openssl("pkey", "-pubout", "-outform", "DER", given=private)).decode()


def locked(blank: bytes, key: str) -> bytes:
    """A definition whose answers phones encrypt."""
    return blank.replace(b"</instance>", f'</instance><submission base64RsaPublicKey="{key}"/>'.encode(), 1)


def sealed(filled: Filled, folder: Path, *, namespace: str = OF_SUBMISSIONS, more: str = "") -> Filled:
    """The envelope of a filled form, with its encrypted files and nothing else."""
    key = secrets.token_bytes(32)
    seeds = vectors(filled.instance_id, key)
    files = {f"{name}.enc": crypt("-e", padded(content), key, next(seeds)) for name, content in filled.files.items()}
    media = "".join(f"<media><file>{name}</file></media>\n" for name in files)
    files["submission.xml.enc"] = crypt("-e", padded(filled.xml), key, next(seeds))
    (folder / "key.pem").write_bytes(private_key())
    written = base64.b64encode(rsa("-encrypt", key, folder)).decode()
    of_form = {"id": filled.form_id, "version": filled.root.get("version"), "instance_id": filled.instance_id}
    xml = ENVELOPE.format(**of_form, key=written, media=media, namespace=namespace, more=more)
    return replace(filled, xml=xml.encode(), files=files)


def opened(xml: bytes, files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The files of an envelope as they were filled in, decrypted in the order in which the envelope names them."""
    (folder / "key.pem").write_bytes(private_key())
    root = etree.fromstring(xml)
    key = rsa("-decrypt", base64.b64decode(root.findtext("{*}base64EncryptedKey")), folder)
    seeds = vectors(root.findtext("{*}meta/{*}instanceID"), key)
    names = [file.text for file in root.iterfind("{*}media/{*}file")] + [root.findtext("{*}encryptedXmlFile")]
    plain = {name.removesuffix(".enc"): crypt("-d", files[name], key, next(seeds)) for name in names}
    return {name: content[: -content[-1]] for name, content in plain.items()}


def rsa(way: str, content: bytes, folder: Path) -> bytes:
    options = [word for option in OAEP for word in ("-pkeyopt", option)]
    return openssl("pkeyutl", way, "-inkey", str(folder / "key.pem"), *options, given=content)


def crypt(way: str, content: bytes, key: bytes, vector: bytes) -> bytes:
    return openssl("enc", way, "-aes-256-cfb", "-K", key.hex(), "-iv", vector.hex(), given=content)


def padded(content: bytes) -> bytes:
    missing = 16 - len(content) % 16
    return content + bytes([missing]) * missing


def vectors(instance_id: str, key: bytes):
    """The initialisation vector of each file in turn."""
    seed, counter = bytearray(hashlib.md5(instance_id.encode() + key, usedforsecurity=False).digest()), 0
    while True:
        seed[counter % 16] = (seed[counter % 16] + 1) % 256
        counter += 1
        yield bytes(seed)
