"""Run the measurements named on the command line, or all of them, and print each figure beside its budget."""

import importlib
import sys

BENCHES = ("receive", "visible", "geo")


def main(names: list[str]) -> None:
    unknown = set(names) - set(BENCHES)
    if unknown:
        sys.exit(f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    for name in names or BENCHES:
        for figure in importlib.import_module(f"bench.{name}").measure():
            print(figure, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
