"""What a version of a form is: definition, workbook, fields, lists; below the form, its draft and each version."""

from collections.abc import Callable, Collection
from functools import wraps

from flask import Response, g
from sqlalchemy.orm import Session

from server.auth import allows
from server.central import form_shapes
from server.central.form_fields import fields
from server.central.form_schemas import FieldSchema, ListDiffSchema
from server.central.form_shapes import XLSX
from server.central.schemas import FormSchema
from server.central.told import YES_OR_NO, told
from server.central.wire import answer, central, is_asked, revalidated
from server.db.models import FormVersion
from server.db.queries import entities, form_versions, forms
from server.db.session import transaction
from server.domain import entity_lists
from server.domain.forms import drafting
from server.downloads import asleep
from server.errors import NotFound

FORM = "/projects/<small:workspace_id>/forms/<form_id>"
PLACES = {
    "form": (FORM, "form.read"),
    "draft": (f"{FORM}/draft", "forms.manage"),
    "version": (f"{FORM}/versions/<path:version>", "form.read"),
}
BLANK = "___"  # how an address writes a version that is blank

Reading = Callable[..., Response]


def of_every_version(tail: str, *given: object, places: Collection[str] = tuple(PLACES), **said: object) -> Callable:
    """A reading of a version at the addresses of the form as phones get it, of its draft, and of a version by name.

    The view gets the session, the FormVersion, and what else stands in the address. given, said: see `told`.
    """

    def mark(read: Reading) -> Reading:
        for place in places:
            address, verb = PLACES[place]
            view = allows(verb)(told(*given, **said)(looked_up(place, read)))
            central.add_url_rule(f"{address}{tail}", f"{place}_{read.__name__}", view)
        return read

    return mark


def looked_up(place: str, read: Reading) -> Reading:
    @wraps(read)
    def view(workspace_id: int, form_id: str, version: str | None = None, **named: str) -> Response:
        with transaction() as session:
            return read(session, find(session, place, workspace_id, form_id, version), **named)

    return view


def find(session: Session, place: str, workspace_id: int, form_id: str, version: str | None = None) -> FormVersion:
    """The version that an address names. A form that was never published is its draft. Raises NotFound."""
    form = drafting.living(session, workspace_id, form_id)
    found = None
    if place == "version":
        found = forms.version_named(session, form, "" if version == BLANK else version or "")
    elif place == "form":
        found = forms.current_version(session, form)
    if place == "draft" or (place == "form" and found is None and g.caller.may("forms.manage")):
        found = forms.draft_of(session, form)
    if found is None:
        raise NotFound
    return found


@of_every_version("", FormSchema)
def described(session: Session, version: FormVersion) -> Response:
    """A form with one of its versions."""
    return answer(form_shapes.one(session, g.caller, version.id))


@of_every_version(".xml", kind="application/xml")
def xml(session: Session, version: FormVersion) -> Response:
    """The definition, as phones get it."""
    return revalidated(asleep(Response(version.xml, content_type="application/xml")))


@of_every_version(".xlsx", kind=XLSX)
def xlsx(session: Session, version: FormVersion) -> Response:
    """The workbook that the definition was made of."""
    if version.xlsx is None:
        raise NotFound
    response = Response(version.xlsx, content_type=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{version.id}.xlsx")
    return revalidated(response)


@of_every_version("/fields", FieldSchema, many=True, query={"odata": YES_OR_NO})
def form_fields(session: Session, version: FormVersion) -> Response:
    """The questions and groups in their order."""
    return answer(fields(version.questions, is_odata=is_asked("odata")))


@of_every_version("/dataset-diff", ListDiffSchema, many=True, places=("form", "draft"))
def dataset_diff(session: Session, version: FormVersion) -> Response:
    """The lists of entities that the form writes to, with the properties it fills, and what is new about them."""
    known = {one.name: one.properties for one in entities.lists(session, version.workspace_id)}
    declared = entity_lists.declared(version.questions)
    return answer([diff(name, known.get(name), declared[name]) for name in declared])


def diff(name: str, known: list[str] | None, filled: list[str]) -> dict:
    """known: the properties that the list has, None when there is no such list."""
    properties = dict.fromkeys([*(known or ()), *filled])
    return {
        "name": name,
        "isNew": known is None,
        "properties": [{"name": one, "isNew": one not in (known or ()), "inForm": one in filled} for one in properties],
    }


@central.get(f"{FORM}/versions")
@allows("form.read")
@told(FormSchema, many=True)
def versions(workspace_id: int, form_id: str) -> Response:
    """The versions that were published, the newest first."""
    with transaction() as session:
        found = form_versions.published(session, drafting.living(session, workspace_id, form_id))
        return answer(form_shapes.shapes(session, g.caller, found))
