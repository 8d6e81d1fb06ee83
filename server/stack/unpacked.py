"""Debian's packages for whoever is not root: unpacked into `.debian` of the checkout, and found there.

`packages.sh unpack` fills the folder. Libraries in it are looked for when a process starts, so that a process that was
started without them starts itself once more.
"""

import os
import platform
import sys
from pathlib import Path

from server.config import CHECKOUT

FOLDER = CHECKOUT / ".debian"
LIBRARIES = "LD_LIBRARY_PATH"


def environment(folder: Path = FOLDER) -> dict[str, str]:
    """The variables by which programs find what is in the folder; none without it."""
    if not folder.is_dir():
        return {}
    libraries = folder / "usr" / "lib" / f"{platform.machine()}-linux-gnu"
    share = folder / "usr" / "share"
    return {
        LIBRARIES: joined(LIBRARIES, libraries, libraries / "blas", libraries / "lapack"),
        "PATH": joined("PATH", folder / "usr" / "bin"),
        "PROJ_LIB": str(share / "proj"),
        "GDAL_DATA": str(share / "gdal"),
        "FONTCONFIG_PATH": str(folder / "etc" / "fonts"),
    }


def joined(name: str, *folders: Path) -> str:
    """A variable of folders with these before those that are there."""
    there = [one for one in os.environ.get(name, "").split(os.pathsep) if one]
    return os.pathsep.join(dict.fromkeys([*map(str, folders), *there]))


def enter() -> None:
    """Start this process again with those variables, unless it has them or needs none."""
    wanted = environment()
    if wanted and wanted[LIBRARIES] != os.environ.get(LIBRARIES):
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | wanted)  # noqa: S606


def roots() -> list[Path]:
    """Where Debian's folders begin: the system's, and that of what was unpacked."""
    return [Path("/"), *([FOLDER] if FOLDER.is_dir() else [])]
