"""EDMX: what the tables of a service are made of, for programs that ask before they read."""

from collections.abc import Mapping, Sequence

from flask import Response
from lxml import etree

from server.domain.answer_tables.names import odata_name, unused
from server.domain.answer_tables.odata_rows import Table
from server.domain.answer_tables.tree import Field, Group

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
CAPABILITIES = "Org.OData.Capabilities.V1"
TYPES = {
    "int": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "boolean": "Edm.Boolean",
    "date": "Edm.Date",
    "dateTime": "Edm.DateTimeOffset",
    "geopoint": "Edm.GeographyPoint",
    "geotrace": "Edm.GeographyLineString",
    "geoshape": "Edm.GeographyPolygon",
}
MORE = {"Edm.Decimal": {"Scale": "variable"}, "Edm.DateTimeOffset": {"Precision": "3"}}
SUBMISSION = "org.opendatakit.submission"
ENTITY = "org.opendatakit.entity"
OF_SUBMISSIONS = (
    ("submissionDate", "Edm.DateTimeOffset"),
    ("updatedAt", "Edm.DateTimeOffset"),
    ("submitterId", "Edm.String"),
    ("submitterName", "Edm.String"),
    ("attachmentsPresent", "Edm.Int64"),
    ("attachmentsExpected", "Edm.Int64"),
    ("status", f"{SUBMISSION}.Status"),
    ("reviewState", f"{SUBMISSION}.ReviewState"),
    ("deviceId", "Edm.String"),
    ("edits", "Edm.Int64"),
    ("formVersion", "Edm.String"),
    ("deletedAt", "Edm.DateTimeOffset"),
)
OF_ENTITIES = (
    ("createdAt", "Edm.DateTimeOffset"),
    ("creatorId", "Edm.String"),
    ("creatorName", "Edm.String"),
    ("updates", "Edm.Int64"),
    ("updatedAt", "Edm.DateTimeOffset"),
    ("deletedAt", "Edm.DateTimeOffset"),
    ("version", "Edm.Int64"),
    ("conflict", "Edm.String"),
)
ENUMS = {
    "Status": ("notDecrypted", "missingEncryptedFormData"),
    "ReviewState": ("hasIssues", "edited", "rejected", "approved"),
}


def of_submissions(form_id: str, tables: Mapping[str, Table]) -> Response:
    root, services = document()
    system = schema(services, SUBMISSION)
    complex_type(system, "metadata", OF_SUBMISSIONS)
    for name, members in ENUMS.items():
        enum = etree.SubElement(system, f"{{{EDM}}}EnumType", Name=name)
        for number, member in enumerate(members):
            etree.SubElement(enum, f"{{{EDM}}}Member", Name=member, Value=str(number))
    name = odata_name(form_id)
    FormSchema(schema(services, f"org.opendatakit.user.{name}"), f"org.opendatakit.user.{name}", tables).write(name)
    return response(root)


def of_entities(list_name: str, properties: Sequence[str]) -> Response:
    root, services = document()
    complex_type(schema(services, ENTITY), "metadata", OF_ENTITIES)
    name = odata_name(list_name)
    own = schema(services, f"org.opendatakit.user.{name}")
    said = [("label", "Edm.String"), ("__system", f"{ENTITY}.metadata"), *((one, "Edm.String") for one in properties)]
    entity_type(own, "Entities", said)
    container = etree.SubElement(own, f"{{{EDM}}}EntityContainer", Name=name)
    etree.SubElement(
        container, f"{{{EDM}}}EntitySet", Name="Entities", EntityType=f"org.opendatakit.user.{name}.Entities"
    )
    return response(root)


class FormSchema:
    """The schema of a form: its groups as complex types, its tables as entity types."""

    def __init__(self, own: etree._Element, namespace: str, tables: Mapping[str, Table]) -> None:
        self.own, self.namespace, self.tables = own, namespace, tables
        self.taken: set[str] = set()
        # Sets have dots in their names, as ODK's clients ask for them; types are free to be called as OData wants it.
        self.types = {name: unused(name.replace(".", "_"), self.taken, "{0}_{1}") for name in tables}

    def write(self, container_name: str) -> None:
        for table in self.tables.values():
            self.write_table(table)
        container = etree.SubElement(self.own, f"{{{EDM}}}EntityContainer", Name=container_name)
        for name in self.tables:
            kind = f"{self.namespace}.{self.types[name]}"
            etree.SubElement(container, f"{{{EDM}}}EntitySet", Name=name, EntityType=kind)

    def write_table(self, table: Table) -> None:
        above = {path: one for path, one in table.paths.items() if isinstance(one, Group) and not one.is_repeat}
        names = {path: unused("_".join(path), self.taken, "{0}_{1}") for path in above}
        for path, name in names.items():
            made = etree.SubElement(self.own, f"{{{EDM}}}ComplexType", Name=name)
            self.properties(made, table, path, names)
        first = [(table.parent_key, "Edm.String")] if table.parent else [("__system", f"{SUBMISSION}.metadata")]
        self.properties(entity_type(self.own, self.types[table.name], first), table, (), names)

    def properties(self, made: etree._Element, table: Table, above: tuple, names: Mapping[tuple, str]) -> None:
        for path, one in table.paths.items():
            if path[:-1] != above:
                continue
            if isinstance(one, Field):
                property_of(made, path[-1], TYPES.get(one.type, "Edm.String"))
            elif one.is_repeat:
                kind = f"Collection({self.namespace}.{self.types['.'.join((table.name, *path))]})"
                etree.SubElement(made, f"{{{EDM}}}NavigationProperty", Name=path[-1], Type=kind)
            else:
                property_of(made, path[-1], f"{self.namespace}.{names[path]}")


def document() -> tuple[etree._Element, etree._Element]:
    root = etree.Element(f"{{{EDMX}}}Edmx", nsmap={"edmx": EDMX}, Version="4.0")
    return root, etree.SubElement(root, f"{{{EDMX}}}DataServices")


def schema(services: etree._Element, namespace: str) -> etree._Element:
    return etree.SubElement(services, f"{{{EDM}}}Schema", nsmap={None: EDM}, Namespace=namespace)


def complex_type(own: etree._Element, name: str, properties: Sequence[tuple[str, str]]) -> None:
    made = etree.SubElement(own, f"{{{EDM}}}ComplexType", Name=name)
    for one, kind in properties:
        property_of(made, one, kind)


def entity_type(own: etree._Element, name: str, properties: Sequence[tuple[str, str]]) -> etree._Element:
    made = etree.SubElement(own, f"{{{EDM}}}EntityType", Name=name)
    key = etree.SubElement(made, f"{{{EDM}}}Key")
    etree.SubElement(key, f"{{{EDM}}}PropertyRef", Name="__id")
    etree.SubElement(made, f"{{{EDM}}}Property", Name="__id", Type="Edm.String", Nullable="false")
    for one, kind in properties:
        property_of(made, one, kind)
    return made


def property_of(made: etree._Element, name: str, kind: str) -> None:
    etree.SubElement(made, f"{{{EDM}}}Property", Name=name, Type=kind, **MORE.get(kind, {}))


def response(root: etree._Element) -> Response:
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Response(content, content_type="application/xml", headers={"OData-Version": "4.0"})
