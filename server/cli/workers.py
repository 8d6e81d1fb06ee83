"""What computes, alone, for a server of one's own."""

import os

import click


@click.command()
@click.argument("names", nargs=-1)
def command(names: tuple[str, ...]) -> None:
    """Compute until stopped: every worker and the clock, or those of these NAMES (`clock`, `workers`).

    Of workers on several machines one works at a time at each kind of work; the others take over when it goes.
    """
    from server.config import CHECKOUT
    from server.stack.processes import workers

    words = workers(*names)
    os.chdir(CHECKOUT)
    os.execv(words[0], words)  # noqa: S606  (signals go straight to it)
