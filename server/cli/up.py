"""Start the whole stack here and keep it running until Ctrl-C; `make run` calls it."""

import click


@click.command()
def command() -> None:
    """Start databases, web and workers on this machine and keep them running until Ctrl-C.

    PORT, HOST=lan, YUDEE_VAR, DATABASE_URL, REDIS_URL, YUDEE_PUBLIC_URL, YUDEE_SECRET and YUDEE_BLOBS change what
    `yudee up` chooses by itself.
    """
    from server.stack.up import up

    up()
