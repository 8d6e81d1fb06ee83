"""The QR code that sets ODK Collect up: where the server is, and how to keep forms up to date and send."""

import base64
import io
import json
import zlib

import segno

from server.domain.phones import PhoneKey

COLOUR = "#00695C"


def collect_settings(server_url: str, *, username: str, title: str) -> dict:
    """Collect's settings; what is not named here goes back to Collect's default.

    `general` and `admin` must both be there. username: goes into every submission; title: what the phone shows.
    """
    return {
        "general": {
            "server_url": server_url,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "app_language": "th_TH",  # as Collect lists it: its words in Thai are those of th-TH
            "metadata_username": username,
        },
        "admin": {},
        "project": {"name": title, "icon": "อ", "color": COLOUR},
    }


def of_phone(key: PhoneKey, public_url: str) -> dict:
    """The settings of a phone on the server at this origin."""
    title = f"อยู่ดี {key.workspace_name}"
    return collect_settings(public_url + key.path, username=key.phone.name, title=title)


def of_draft(form_id: str, title: str, server_url: str) -> dict:
    """The settings of a phone on which a draft is tried, beside its other projects."""
    return collect_settings(server_url, username=f"ทดลอง {form_id}", title=f"ทดลอง {title}")


def packed(settings: dict) -> str:
    """The text inside the QR code: JSON, zlib, base64."""
    return base64.b64encode(zlib.compress(json.dumps(settings, ensure_ascii=False).encode(), 9)).decode()


def png(settings: dict, *, scale: int = 6) -> bytes:
    """The QR code as a picture; scale: pixels per module."""
    picture = io.BytesIO()
    code_of(settings).save(picture, kind="png", scale=scale)
    return picture.getvalue()


def for_terminal(settings: dict) -> str:
    """The QR code in block characters, dark on light whatever the colours of the terminal."""
    drawing = io.StringIO()
    code_of(settings).terminal(drawing, compact=True)
    return drawing.getvalue()


def code_of(settings: dict) -> segno.QRCode:
    return segno.make_qr(packed(settings), error="l", boost_error=False)
