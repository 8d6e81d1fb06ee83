"""`python -m workers.convert NAME BYTES SECONDS FORM_ID`: a workbook or definition on stdin is read and checked within
these limits, and becomes JSON on stdout. FORM_ID: that of a workbook that has none, or nothing.

{"xml": …, "warnings": […]} or {"faults": […]}; any other ending means that the limits were reached.
"""

import resource
import sys
import traceback

import orjson


def main() -> None:
    limit(int(sys.argv[2]), int(sys.argv[3]))
    from server.domain.forms import check, convert
    from server.domain.forms.faults import UNREADABLE, Fault
    from server.domain.forms.problems import FormInvalid
    from server.errors import Problem

    try:
        converted = convert(sys.stdin.buffer.read(), sys.argv[1], form_id=sys.argv[4])
        check(converted.xml)  # here, because a definition can be made to take long, too
        said = {"xml": converted.xml.decode(), "warnings": converted.warnings}
    except FormInvalid as refused:
        said = {"faults": [vars(fault) for fault in refused.faults]}
    except Problem as refused:
        said = {"faults": [vars(Fault(refused.text("en"), says_th=refused.text("th")))]}
    except (MemoryError, ImportError):  # for want of memory, both
        raise
    except Exception as error:
        traceback.print_tb(error.__traceback__)  # its words may be of people whom a list in the workbook names
        said = {"faults": [vars(UNREADABLE)]}
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
