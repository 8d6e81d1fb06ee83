"""Public keys of encrypted forms: phones take nothing but the base64 of an RSA key as X.509 writes it (DER). Pure."""

import base64
import binascii

from lxml import etree

from server.domain.safe_xml import local_name

RSA = bytes.fromhex("06092a864886f70d010101")  # the object identifier 1.2.840.113549.1.1.1
SEQUENCE, INTEGER, BIT_STRING = 0x30, 0x02, 0x03
FEWEST_BITS = 2048
ATTRIBUTE = "base64RsaPublicKey"


def keys_of(root: etree._Element) -> list[str]:
    """The public keys that a form definition names: one, or none when phones send its answers in the clear."""
    named = (element.get(ATTRIBUTE, "").strip() for element in root.iter() if local_name(element) == "submission")
    return [key for key in named if key]


def is_usable(key: str) -> bool:
    """Whether a phone can encrypt with this key."""
    try:
        written, _ = content(base64.b64decode("".join(key.split()), validate=True), SEQUENCE)
        algorithm, rest = content(written, SEQUENCE)
        bits, _ = content(rest, BIT_STRING)
        modulus, _ = content(content(bits[1:], SEQUENCE)[0], INTEGER)
    except (binascii.Error, ValueError):
        return False
    return algorithm.startswith(RSA) and int.from_bytes(modulus).bit_length() >= FEWEST_BITS


def content(der: bytes, tag: int) -> tuple[bytes, bytes]:
    """What is in the first element of this DER, and what follows it. Raises ValueError when it has another tag."""
    if len(der) < 2 or der[0] != tag:
        raise ValueError("another element")
    size, begin = der[1], 2
    if size & 0x80:
        begin += size & 0x7F
        size = int.from_bytes(der[2:begin])
    if len(der) < begin + size:
        raise ValueError("cut off")
    return der[begin : begin + size], der[begin + size :]
