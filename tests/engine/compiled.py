"""Compiles our Java against the ODK Validate that pyxform carries, which has JavaRosa inside."""

import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pyxform

SOURCES = sorted(Path(__file__).parent.glob("*.java"))
JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


@functools.cache
def classes() -> Path:
    """The folder with our classes, compiled once for each state of the sources, whichever test worker is first."""
    state = hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES) + str(JAR.stat().st_size).encode())
    folder = Path(tempfile.gettempdir()) / f"yudee-form-engine-{os.getuid()}-{state.hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    fresh = tempfile.mkdtemp(prefix="yudee-form-engine-")
    subprocess.run(["javac", "-Xlint:all", "-Werror", "-cp", JAR, "-d", fresh, *SOURCES], check=True)
    try:
        Path(fresh).rename(folder)
    except OSError:  # another worker was faster
        shutil.rmtree(fresh)
    return folder
