"""The shape of a flag."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """A code of `submission_flag`: its name in two or three words (Thai, English), and its sentences.

    weight: how much it adds to the risk by which reviewers go through submissions: 1 (worth knowing) to 9 (look first).
    """

    code: str
    name: tuple[str, str]
    th: str
    en: str
    weight: int = 3

    def short(self, locale: str) -> str:
        return self.name[0] if locale == "th" else self.name[1]

    def text(self, locale: str) -> str:
        return self.th if locale == "th" else self.en
