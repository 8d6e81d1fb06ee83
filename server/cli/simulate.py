"""A whole province year, invented: everything comes in as phones and officers would bring it."""

import sys
from pkgutil import resolve_name

import click

from server.cli import _terminal as terminal
from server.config import Settings

GOES_ON = ("หยุดแล้ว สั่งคำสั่งเดิมเพื่อทำต่อ", "stopped; the same command goes on from here")


@click.command()
@click.option("--province", default="50", show_default=True, metavar="CODE", help="Two digits; its areas are loaded.")
@click.option("--villages", default=1979, show_default=True, type=click.IntRange(1, 9000))
@click.option("--households", default=10, show_default=True, type=click.IntRange(1, 999), help="In each village.")
@click.option("--year", "plan_year", default=2550, show_default=True, type=click.IntRange(2450, 2650), help="B.E.")
@click.option("--seed", default=1, show_default=True, type=int, help="The same seed makes the same year.")
@click.option("--into-existing", is_flag=True, help="Also into a province that has submissions of its own.")
@click.option("--send", "urls", multiple=True, metavar="URL", help="Post it as phones instead: a phone's address.")
@click.option("--connections", default=4, show_default=True, type=click.IntRange(1, 64), help="With --send.")
@terminal.as_json
def command(
    province: str,
    villages: int,
    households: int,
    plan_year: int,
    seed: int,
    into_existing: bool,
    urls: tuple[str, ...],
    connections: int,
    as_json: bool,
) -> None:
    """Invent a province's year: households, accounts, forums, plans, projects, reports, reviews, decisions.

    With the usual 1,979 villages and the year 2550 it comes to the figures that Chiang Mai published. With --send
    (several times for several phones) the submissions are posted to a running server, and reviews are left to people.
    """
    from server import garbage, queue, storage

    named = {"province": province, "villages": villages, "households": households, "plan_year": plan_year, "seed": seed}
    asked = resolve_name("workers.simulate.Asked")(**named)
    if urls:
        work_through(resolve_name(queue.SEND)(asked, urls, connections), as_json=as_json)
        return
    settings = Settings.from_env()
    garbage.search_seldom()
    with terminal.connected(settings, pooled=True):
        simulation = resolve_name(queue.SIMULATE)
        made = simulation(asked, storage.blobs(), settings.secret, into_existing=into_existing)
        work_through(made, as_json=as_json)


def work_through(work, *, as_json: bool) -> None:
    """Do it, with a bar for whoever watches, and show what came of it."""
    try:
        with click.progressbar(length=work.length, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            for done in work.run():
                bar.update(done)
    except KeyboardInterrupt:
        th, en = GOES_ON
        click.echo(terminal.in_words(th=th, en=en), err=True)
        sys.exit(130)
    outcome = work.outcome()
    told = "  ".join(f"{name}: {value}" for name, value in terminal.plain(outcome).items())
    terminal.show(outcome, as_json=as_json, text=told)
