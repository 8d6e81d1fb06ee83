"""A form of another office: orchards with their trees, lists that Yudee has never heard of, as pyxform writes it."""

from collections.abc import Mapping, Sequence
from uuid import uuid4
from xml.sax.saxutils import escape, quoteattr

from tests.filled import Filled

FORM_ID = "orchard_survey"
FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:entities="http://www.opendatakit.org/xforms/entities">
  <h:head><h:title>Orchards</h:title><model entities:entities-version="2025.1.0">
    <instance><data id="orchard_survey" version="{version}"><owner/><area/>
      <tree jr:template=""><species/><height/><meta>{tree}</meta></tree>
      <tree><species/><height/><meta>{tree}</meta></tree>
      <meta>{orchard}<instanceID/></meta></data></instance>
    <instance id="trees" src="jr://file-csv/trees.csv"/><instance id="orchards" src="jr://file-csv/orchards.csv"/>
    <bind nodeset="/data/owner" type="string" entities:saveto="{owner}"/>
    <bind nodeset="/data/area" type="string" entities:saveto="{area}"/>
    <bind nodeset="/data/tree/species" type="string" entities:saveto="species"/>
    <bind nodeset="/data/tree/height" type="int" entities:saveto="height"/>
  </model></h:head>
  <h:body><input ref="/data/owner"><label>Owner</label></input>
    <group ref="/data/tree"><label>Tree</label><repeat nodeset="/data/tree">
      <input ref="/data/tree/species"><label>Species</label></input></repeat></group></h:body>
</h:html>
"""
BOTH = 'create="" update="" baseVersion="" trunkVersion="" branchId="" id=""'


def form(
    version: str = "1",
    *,
    orchards: str = "orchards",
    trees: str = "trees",
    actions: str = BOTH,
    owner: str = "owner",
    area: str = "rai",
) -> bytes:
    """The blank form. orchards, trees: names of its lists; owner, area: properties of an orchard; actions: a tree's."""
    orchard, tree = (
        f'<entity dataset="{name}" {attributes}><label/></entity>'
        for name, attributes in ((orchards, BOTH), (trees, actions))
    )
    return FORM.format(version=version, orchard=orchard, tree=tree, owner=owner, area=area).encode()


def survey(
    orchard: Mapping[str, str] | None = None,
    trees: Sequence[Mapping[str, str]] = (),
    *,
    version: str = "1",
    lists: tuple[str, str] = ("orchards", "trees"),
    **answers: str,
) -> Filled:
    """The form filled in. orchard, trees: attributes and label of their entities, and answers of a tree; answers: of
    the orchard (owner, area); what is not said was not asked."""
    instance_id = f"uuid:{uuid4()}"
    told = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in answers.items())
    own = entity(lists[0], orchard) if orchard is not None else ""
    planted = "".join(tree(lists[1], one) for one in trees)
    meta = f"<meta>{own}<instanceID>{instance_id}</instanceID></meta>"
    xml = f'<?xml version="1.0"?><data id="{FORM_ID}" version="{version}">{told}{planted}{meta}</data>'
    return Filled(FORM_ID, instance_id, xml.encode())


def tree(list_name: str, one: Mapping[str, str]) -> str:
    told = "".join(f"<{name}>{escape(one[name])}</{name}>" for name in ("species", "height") if name in one)
    attributes = {name: value for name, value in one.items() if name not in ("species", "height")}
    return f"<tree>{told}<meta>{entity(list_name, attributes)}</meta></tree>"


def entity(list_name: str, said: Mapping[str, str]) -> str:
    """An entity as it is sent: by default one that is created."""
    given = {"create": "1", "id": str(uuid4())} | dict(said)
    label = given.pop("label", "")
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in given.items())
    return f'<entity dataset="{list_name}"{attributes}><label>{escape(label)}</label></entity>'


def update(uuid: str, base: int, **said: str) -> dict[str, str]:
    """The attributes of an update."""
    return {"create": "", "update": "1", "id": uuid, "baseVersion": str(base)} | said
