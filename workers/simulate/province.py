"""The province that an invented year happens in: areas and year, invented villages, phones, officers, forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from server.config import CHECKOUT
from server.db.queries import accounts as account_queries
from server.db.queries import areas as area_queries
from server.db.queries import forms as form_queries
from server.db.queries import places, results
from server.db.queries import villages as village_queries
from server.domain import areas, forms, people, phones, years
from server.domain.imports import villages
from server.domain.imports.villages import NewVillage
from server.domain.indicators.criteria import Criteria
from server.domain.permissions import DATA_CLASSES, Caller
from workers.simulate.blanks import Blank
from workers.simulate.places import invented_villages, tambons_of
from workers.simulate.plan import Asked


@dataclass(frozen=True)
class Province:
    """keys: the phones' tokens by area; officers, chiefs: by district; officer: who decides for the province."""

    workspace_id: int
    criteria: Criteria
    villages: Sequence[NewVillage]
    blanks: Mapping[str, Blank]
    keys: Mapping[str, str]
    officers: Mapping[str, Caller]
    chiefs: Mapping[str, Caller]
    officer: Caller


def furnish(session: Session, asked: Asked, *, secret: str) -> Province:
    """Everything that has to be there before anybody sends; what is there already is taken as it is."""
    workspace_id = areas.load(session, asked.province).workspace_id
    years.open_year(session, workspace_id, asked.plan_year)
    publish_forms(session, workspace_id)
    invented = free_villages(session, workspace_id, asked)
    add_villages(session, workspace_id, invented)
    used = sorted({village.code[:6] for village in invented})
    districts = sorted({tambon[:4] for tambon in used})
    return Province(
        workspace_id,
        results.criteria_of(session, workspace_id, asked.plan_year),
        invented,
        {form.form_id: Blank(form.xml) for form in form_queries.published(session, workspace_id)},
        keys_of(session, workspace_id, (*used, *districts, asked.province), secret),
        {district: officer_of(session, workspace_id, "district_officer", district) for district in districts},
        {district: officer_of(session, workspace_id, "district_chief", district) for district in districts},
        officer_of(session, workspace_id, "province_officer", asked.province),
    )


def add_villages(session: Session, workspace_id: int, invented: Sequence[NewVillage]) -> None:
    """Those that are not there yet."""
    there = village_queries.active(session, workspace_id)
    villages.put(session, workspace_id, [one for one in invented if one.code not in there])


def publish_forms(session: Session, workspace_id: int) -> None:
    """Our own forms, those that are not published yet."""
    there = {form.form_id for form in form_queries.published(session, workspace_id)}
    author = people.system_actor(session).id
    for form_id in DATA_CLASSES.keys() - there:
        book = Path(CHECKOUT) / "forms" / f"{form_id}.xlsx"
        forms.publish(session, workspace_id, book.read_bytes(), file_name=book.name, actor_id=author, if_new=True)


def free_villages(session: Session, workspace_id: int, asked: Asked) -> list[NewVillage]:
    """Villages that are there already and not invented by us are left alone: others take their place."""
    tambons = tambons_of(area_queries.codes(session, workspace_id, "subdistrict"), asked.plan_year)
    ours = invented_villages(tambons, places.points_inside(session, workspace_id))
    there = village_queries.names(session, workspace_id)
    free = (village for village in ours if there.get(village.code, village.name_th) == village.name_th)
    return sorted(islice(free, asked.villages), key=lambda village: village.code)


def keys_of(session: Session, workspace_id: int, area_codes: Sequence[str], secret: str) -> dict[str, str]:
    """The token of an invented phone for each of these areas."""
    there = {phone.name for phone in phones.listing(session, workspace_id)}
    roles = {6: "tambon_team", 4: "district_officer", 2: "evaluation_committee"}
    keys = {}
    for code in area_codes:
        named = {"workspace_id": workspace_id, "secret": secret}
        if name_of_phone(code) in there:
            keys[code] = phones.show(session, name_of_phone(code), **named).token
        else:
            keys[code] = phones.add(session, name_of_phone(code), area_code=code, role=roles[len(code)], **named).token
    return keys


def name_of_phone(area_code: str) -> str:
    return f"จำลอง {area_code}"


def officer_of(session: Session, workspace_id: int, role: str, area_code: str) -> Caller:
    """An invented officer, whom nobody can sign in as."""
    email = f"{role.replace('_', '-')}-{area_code}@simulated.example"
    if not account_queries.person_of(session, email):
        people.add(session, email, role=role, area_code=area_code, password=None, workspace_id=workspace_id)
    return people.caller(session, email, workspace_id)
