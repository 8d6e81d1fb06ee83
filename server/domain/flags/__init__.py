"""What a reviewer should look at, code by code: what was noticed, and what to do about it. A flag changes no count."""

from server.domain.flags.content import IN_ANSWERS
from server.domain.flags.flag import Flag
from server.domain.flags.project_content import IN_PROJECT_ANSWERS
from server.domain.flags.projects import OF_PROJECTS
from server.domain.flags.register import IN_REGISTERS
from server.domain.flags.villages import OF_VILLAGES

FLAGS: tuple[Flag, ...] = (*IN_ANSWERS, *IN_REGISTERS, *IN_PROJECT_ANSWERS, *OF_PROJECTS, *OF_VILLAGES)
FLAG_BY_CODE: dict[str, Flag] = {flag.code: flag for flag in FLAGS}

__all__ = ["FLAGS", "FLAG_BY_CODE", "Flag"]
