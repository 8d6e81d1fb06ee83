"""Run the measurements named on the command line, or all that are quick, and print each figure beside its budget."""

import importlib
import sys

BENCHES = ("receive", "visible", "lists", "geo")
BY_NAME_ONLY = (
    "central",
    "desk",
    "district",
    "hosts",
    "memory",
    "partitions",
    "scale",
    "soak",
    "stores",
    "year",
)  # take a minute and more


def main(names: list[str]) -> None:
    there_are = BENCHES + BY_NAME_ONLY
    unknown = set(names) - set(there_are)
    if unknown:
        sys.exit(f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(there_are)}")
    for name in names or BENCHES:
        for figure in importlib.import_module(f"bench.{name}").measure():
            print(figure, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
