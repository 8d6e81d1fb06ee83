"""What the running stack says to the person at the terminal."""

from contextlib import suppress
from pathlib import Path

import click

from server.config import CHECKOUT, Settings


def say(line: str) -> None:
    """One line under our own name."""
    show("yudee", line)


def show(name: str, line: str) -> None:
    """One line of a process under its name; a terminal that has gone away keeps nobody from working on."""
    with suppress(OSError):
        click.echo(f"{name:<8}| {line}")


def say_ready(settings: Settings, logins: Path) -> None:
    """The address, the logins of the demo if there is one, and what to do next."""
    known = logins.read_text().splitlines() if logins.exists() else []
    elsewhere = "" if settings.var == (CHECKOUT / "var").resolve() else f"YUDEE_VAR={settings.var} "
    for line in (
        "",
        f"อยู่ดีพร้อมใช้งานแล้ว · Yudee is ready:  {settings.public_url}",
        "",
        *known,
        *([""] if known else []),
        f"คิวอาร์ของโทรศัพท์ · a phone's QR code:  {elsewhere}.venv/bin/yudee phones show NAME --qr phone.png",
        "หยุด · stop:  Ctrl-C  (make run อีกครั้งใช้ข้อมูลเดิม · goes on with the same data)",
        "",
    ):
        say(line)
