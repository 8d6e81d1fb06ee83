"""What comes before web and workers: schema, areas, forms."""

import click


@click.command()
@click.option(
    "--province",
    default="50",
    envvar="YUDEE_PROVINCE",
    show_default=True,
    show_envvar=True,
    metavar="CODE",
    help="Two digits of the province.",
)
def command(province: str) -> None:
    """Bring schema, areas and the forms in `forms/` up to date; safe to run again, also on several machines at once."""
    from server.stack.steps import prepare

    prepare(province)
