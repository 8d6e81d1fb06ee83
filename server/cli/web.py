"""The web server alone, for a server of one's own."""

import os

import click


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen at; a proxy with TLS stands before it."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--socket", metavar="PATH", help="Unix socket to listen at instead: processes are exchanged without a gap."
)
@click.option("--processes", type=click.IntRange(1, 64), help="How many; by default up to two, one for each core.")
def command(host: str, port: int, socket: str | None, processes: int | None) -> None:
    """Serve phones and people until stopped; `yudee prepare` comes before it, `yudee workers` beside it."""
    from server.config import CHECKOUT
    from server.stack.processes import STOP_IN_ORDER_S, web

    words = web(host, port, processes, socket=socket, stop_s=STOP_IN_ORDER_S)
    os.chdir(CHECKOUT)
    os.execv(words[0], words)  # noqa: S606  (signals go straight to it)
