"""Some graded villages, written as the workers leave them."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.factories import make_village


def grade(
    session: Session,
    code: str,
    letter: str | None,
    *,
    accounts: int = 70,
    forum: int = 70,
    lao: bool = True,
    written: bool = True,
    basis: str = "official",
    year: int = 2570,
) -> None:
    """A village of 100 households with its result. letter: None while it is being collected."""
    make_village(session, code)
    session.flush()
    gate = {"A": "propose", "B": "propose", "C": "make_plan", None: "unknown"}[letter]
    asked = {"year": year, "basis": basis, "code": code, "grade": letter, "gate": gate}
    asked["status"] = "graded" if letter else "in_progress"
    session.execute(
        text("""insert into village_year values
                (1, :year, :basis, :code, 100, '2026-11-20', :status, :grade, :gate, now())"""),
        asked,
    )
    counted = {1: (accounts, 100, 70, accounts, accounts >= 70), 2: (forum, 100, 70, forum, forum >= 70)}
    counted |= {3: (None, None, None, None, lao), 4: (None, None, None, None, written)}
    for number, (num, den, needed, percent, met) in counted.items():
        told = asked | {"n": number, "num": num, "den": den, "needed": needed, "percent": percent, "met": met}
        session.execute(
            text("""insert into indicator_result values
                    (1, :year, :basis, :code, :n, :num, :den, :needed, :percent, :met)"""),
            told,
        )


def happened(session: Session, code: str, old: str | None, new: str | None, *, days: int = 0, cause: str | None = None):
    """A change of a village's official grade, some days ago."""
    asked = {"code": code, "old": old, "new": new, "days": days, "cause": cause}
    session.execute(
        text("""insert into grade_event (workspace_id, village_code, plan_year, basis, old_status, new_status,
                                         old_grade, new_grade, cause, at)
                values (1, :code, 2570, 'official', 'graded', 'graded', :old, :new, :cause,
                        now() - make_interval(days => :days))"""),
        asked,
    )
