"""Which of our two languages a caller without a page asks for."""

from flask import request

LANGUAGES = ("th", "en")


def asked_for(otherwise: str) -> str:
    """The first of `Accept-Language` that we speak, regions aside: `th-TH, en;q=0.5` is Thai."""
    for tag in request.accept_languages.values():
        spoken = tag.partition("-")[0].lower()
        if spoken in LANGUAGES:
            return spoken
    return otherwise
