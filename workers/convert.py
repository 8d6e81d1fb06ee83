"""`python -m workers.convert NAME BYTES SECONDS`: a workbook on stdin becomes JSON on stdout, within these limits.

{"xml": …, "warnings": […]} or {"faults": […]}; any other ending means that the limits were reached.
"""

import resource
import sys

import orjson


def main() -> None:
    limit(int(sys.argv[2]), int(sys.argv[3]))
    from server.domain.forms import convert
    from server.domain.forms.problems import FormInvalid

    try:
        converted = convert(sys.stdin.buffer.read(), sys.argv[1])
        said = {"xml": converted.xml.decode(), "warnings": converted.warnings}
    except FormInvalid as refused:
        said = {"faults": [vars(fault) for fault in refused.faults]}
    sys.stdout.buffer.write(orjson.dumps(said))


def limit(most_memory: int, longest_cpu_s: int) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, most_memory),
        (resource.RLIMIT_CPU, longest_cpu_s),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
