"""A form definition read into what the server needs of it: id, version, title, questions, and the files it expects.

A question is a plain mapping, kept as JSON beside the definition:
path "/area/village_code", kind (input, select1, select, upload, group, repeat, calculate), type ("int", "binary" …),
label {"th", "en"}, choices [{"name", "label"}], saveto (the entity property it fills), readonly (true: it only says
something), entity {"list", "actions"} (at each "…/meta/entity": which list the form changes there, and how), where they
apply.
"""

from dataclasses import dataclass

from lxml import etree

from server.domain import public_keys
from server.domain.safe_xml import UnsafeXml, child, local_name, parse, text_of

ENTITIES = "{http://www.opendatakit.org/xforms/entities}"
JR = "{http://openrosa.org/javarosa}"
XML_LANGUAGES = {"th": "th", "en": "en"}
CONTROLS = ("input", "select1", "select", "upload", "rank", "range", "trigger")


@dataclass(frozen=True)
class FormDefinition:
    """What publishing keeps of a form. media: names of the files expected beside it.

    public_keys: see `server.domain.public_keys`; with one, phones send its answers encrypted.
    """

    form_id: str
    version: str
    title: str
    questions: list[dict]
    media: list[dict]
    public_keys: list[str]


def read(xml: bytes) -> FormDefinition:
    """Read a definition. Raises UnsafeXml when it is not an XForm we could serve and receive."""
    root = parse(xml)
    model = next((element for element in root.iter() if local_name(element) == "model"), None)
    instance = next((e for e in model if local_name(e) == "instance"), None) if model is not None else None
    if instance is None or not len(instance) or not instance[0].get("id"):
        raise UnsafeXml("no primary instance with an id")
    primary = instance[0]
    title = text_of(next((e for e in root.iter() if local_name(e) == "title"), None))
    return FormDefinition(
        form_id=primary.get("id"),
        version=primary.get("version", ""),
        title=title or primary.get("id"),
        questions=Questions(root, model, primary).listed(),
        media=expected_media(model),
        public_keys=public_keys.keys_of(root),
    )


def expected_media(model: etree._Element) -> list[dict]:
    """The external files of a form: [{"name": "villages.csv"}], in the order they are named."""
    names = []
    for instance in model:
        source = instance.get("src", "") if local_name(instance) == "instance" else ""
        if source.startswith("jr://file"):
            names.append(source.rsplit("/", 1)[-1])
    for value in model.iter():
        if local_name(value) == "value" and value.get("form") in ("image", "audio", "video", "big-image"):
            names.append((value.text or "").rsplit("/", 1)[-1])
    return [{"name": name} for name in dict.fromkeys(names) if name]


class Questions:
    """Walks binds, body and translations of one definition together."""

    def __init__(self, root: etree._Element, model: etree._Element, primary: etree._Element) -> None:
        self.primary = primary
        self.prefix = f"/{local_name(primary)}"
        self.binds = {e.get("nodeset"): e for e in model if local_name(e) == "bind"}
        self.texts = translations(model)
        self.lists = choice_lists(model, self.texts)
        self.controls = {e.get("ref"): e for e in root.iter() if local_name(e) in CONTROLS and e.get("ref")}
        groups = [e for e in root.iter() if local_name(e) == "group" and e.get("ref")]
        self.groups = {e.get("ref"): e for e in groups}
        self.repeats = {e.get("nodeset") for e in root.iter() if local_name(e) == "repeat"}

    def listed(self) -> list[dict]:
        """Every node of the primary instance in form order, without templates of repeats."""
        return [question for node in self.primary for question in self.below(node, self.prefix)]

    def below(self, node: etree._Element, parent: str):
        if node.get(JR + "template") is not None and self.has_twin(node):
            return
        ref = f"{parent}/{local_name(node)}"
        yield self.question(ref, node)
        for inner in node:
            yield from self.below(inner, ref)

    @staticmethod
    def has_twin(node: etree._Element) -> bool:
        """pyxform writes a repeat twice, once as template: one of them is enough."""
        return any(other is not node and other.tag == node.tag for other in node.getparent())

    def question(self, ref: str, node: etree._Element) -> dict:
        bind, control = self.binds.get(ref), self.controls.get(ref)
        group = self.groups.get(ref)
        kind = "calculate"
        if ref in self.repeats:
            kind = "repeat"
        elif control is not None:
            kind = local_name(control)
        elif len(node) or group is not None:
            kind = "group"
        found = {"path": ref.removeprefix(self.prefix), "kind": kind}
        if bind is not None:
            found["type"] = bind.get("type", "string")
            found["saveto"] = bind.get(ENTITIES + "saveto")
            found["readonly"] = bind.get("readonly") == "true()"
        if found["path"].endswith("/meta/entity"):
            found["entity"] = declared(node)
        if control is not None or group is not None:
            found["label"] = self.label(control if control is not None else group)
        if kind in ("select", "select1", "rank"):
            found |= self.choices(control)
        return {key: value for key, value in found.items() if value}

    def label(self, element: etree._Element) -> dict:
        return label_of(child(element, "label"), self.texts)

    def choices(self, control: etree._Element) -> dict:
        itemset = child(control, "itemset")
        if itemset is None:
            return {"choices": [choice(item, self.texts) for item in control if local_name(item) == "item"]}
        source = itemset.get("nodeset", "").split("'")[1] if "'" in itemset.get("nodeset", "") else ""
        if source in self.lists:
            return {"choices": self.lists[source]}
        return {"list": source}


def declared(entity: etree._Element) -> dict:
    """The list whose entities a form makes or changes: {"list": "households", "actions": ["create", "update"]}."""
    actions = [action for action in ("create", "update") if entity.get(action) is not None]
    return {"list": entity.get("dataset", ""), "actions": actions}


def translations(model: etree._Element) -> dict[str, dict[str, str]]:
    """{text id: {"th": …, "en": …}}; a language is known by the code in brackets of its name, "ไทย (th)"."""
    texts: dict[str, dict[str, str]] = {}
    for translation in model.iter():
        if local_name(translation) != "translation":
            continue
        language = translation.get("lang", "").rsplit("(", 1)[-1].rstrip(")")
        for item in translation:
            plain = next((v for v in item if local_name(v) == "value" and not v.get("form")), None)
            if plain is not None:
                texts.setdefault(item.get("id"), {})[language] = "".join(written(plain)).strip()
    return texts


def written(value: etree._Element):
    """A label's text, with `{name}` where an answer is shown."""
    yield value.text or ""
    for inner in value:
        yield "{" + inner.get("value", "").rsplit("/", 1)[-1].strip() + "}"
        yield inner.tail or ""


def label_of(label: etree._Element | None, texts: dict) -> dict[str, str]:
    if label is None:
        return {}
    ref = label.get("ref", "")
    if ref.startswith("jr:itext("):
        return texts.get(ref.removeprefix("jr:itext(").strip("\"')"), {})
    plain = "".join(written(label)).strip()
    return {"th": plain, "en": plain} if plain else {}


def choice(item: etree._Element, texts: dict) -> dict:
    return {"name": text_of(child(item, "value")) or "", "label": label_of(child(item, "label"), texts)}


def choice_lists(model: etree._Element, texts: dict) -> dict[str, list[dict]]:
    """The choice lists written inside the form: {"yes_no": [{"name": "yes", "label": {…}}]}."""
    lists = {}
    for instance in model:
        root = child(instance, "root") if local_name(instance) == "instance" and instance.get("id") else None
        if root is not None:
            lists[instance.get("id")] = [
                {"name": text_of(child(item, "name")) or "", "label": item_label(item, texts)} for item in root
            ]
    return lists


def item_label(item: etree._Element, texts: dict) -> dict[str, str]:
    text_id = text_of(child(item, "itextId"))
    plain = text_of(child(item, "label"))
    return texts.get(text_id, {}) if text_id else {"th": plain or "", "en": plain or ""}
