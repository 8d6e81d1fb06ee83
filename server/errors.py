"""Everything a caller can do wrong: one class each, with a status, a stable code and what to do, in Thai and English."""

from typing import ClassVar


class Problem(Exception):
    """A caller's mistake. Programs read `code`; people read `text(locale)`.

    Children fill in `status`, `code`, `th` and `en`; the texts may name the keyword arguments of the raise.
    `central_code` is the number ODK Central gives for the same mistake (its clients match on it).
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    central_code: ClassVar[float] = 400.0
    th: ClassVar[str] = "คำขอไม่ถูกต้อง"
    en: ClassVar[str] = "The request is not valid."

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.text("en"))

    def text(self, locale: str) -> str:
        """The sentence for people, in `th` or `en`, with the details filled in."""
        return (self.th if locale == "th" else self.en).format(**self.details)
