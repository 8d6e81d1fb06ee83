"""What somebody came with, in two words: the family of the browser or program, and what it runs on."""

import re

FAMILIES = (  # the first that is named counts: most browsers name others, too
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Line/", "LINE"),
    ("FBA[NV]/", "Facebook"),
    ("FxiOS/|Firefox/", "Firefox"),
    ("CriOS/|Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
OTHER = re.compile(r"[A-Za-z][\w.-]{0,29}", re.ASCII)


def program_of(user_agent: str | None) -> str | None:
    """`Chrome · Android` of what a client says it is; of another program its name, of nonsense nothing."""
    said = user_agent or ""
    family = first_named(FAMILIES, said)
    if family is None:
        other = OTHER.match(said)
        return other[0] if other else None
    return " · ".join(filter(None, (family, first_named(SYSTEMS, said))))


def first_named(known: tuple[tuple[str, str], ...], said: str) -> str | None:
    return next((name for pattern, name in known if re.search(pattern, said)), None)
