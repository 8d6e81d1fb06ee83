"""How far a long command has come, for a person who looks at it."""

import sys

import click


class Progress:
    """Called with bytes done and bytes of all; a line on a terminal, nothing for a script."""

    def __init__(self) -> None:
        self.is_watched = sys.stderr.isatty()
        self.percent = -1

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        if self.is_watched and percent != self.percent:
            self.percent = percent
            click.echo(f"\r{percent:3} %  {done / 1e6:,.0f} / {total / 1e6:,.0f} MB", err=True, nl=False)

    def __exit__(self, *_raised: object) -> None:
        if self.percent >= 0:
            click.echo("", err=True)
