"""What comes before the web, in one process: starting Python once for each step would be half of a quick restart."""

import click

from server.cli import main
from server.config import CHECKOUT

FORMS = sorted(str(form) for form in (CHECKOUT / "forms").glob("[a-z]*.xlsx"))
MIGRATE, PUBLISH = ["migrate"], ["forms", "publish", "--if-new", *FORMS]
OF_UP = (MIGRATE, ["demo", "load", "--if-empty"], PUBLISH)


def prepare(province: str) -> None:
    """What a server of one's own needs: as `yudee up`, without the demo."""
    for step in (MIGRATE, ["areas", "load", "--province", province], PUBLISH):
        take(step)


def take(step: list[str]) -> None:
    """Run one command of ours; a mistake in it ends the process with its status."""
    try:
        main(step)
    except SystemExit as end:
        if end.code:
            click.echo(f"yudee: {' '.join(step[:2])} failed", err=True)
            raise


if __name__ == "__main__":
    for step in OF_UP:
        take(step)
