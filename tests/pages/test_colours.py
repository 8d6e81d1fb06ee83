"""The colours of words can be told from their ground by people who see less (WCAG 2.2, AA: 4.5 to 1)."""

import re
from pathlib import Path

import pytest

STYLE = (Path(__file__).parents[2] / "server" / "static" / "style.css").read_text()
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", STYLE))
ON_WHITE = ["ink", "soft", "accent", "accent-dark", "good", "warn", "bad", "info", "edit"]
PAIRS = [(words, ground) for words in ON_WHITE for ground in ("paper", "ground")]
PAIRS += [(tone, f"{tone}-pale") for tone in ("good", "warn", "bad", "info", "edit")] + [("accent-dark", "accent-pale")]


def brightness(colour: str) -> float:
    """Relative luminance."""
    full = colour[1:] if len(colour) == 7 else "".join(2 * letter for letter in colour[1:])
    parts = [int(full[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(words, ground):
    assert contrast(COLOURS[words], COLOURS[ground]) >= 4.5


def test_a_main_button_can_be_read():
    assert contrast("#ffffff", COLOURS["accent"]) >= 4.5


def test_black_on_white_is_the_most_there_is():
    assert round(contrast("#000", "#ffffff")) == 21
