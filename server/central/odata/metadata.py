"""EDMX: what the tables of a service are made of, for programs that ask before they read."""

from collections.abc import Mapping, Sequence

from flask import Response
from lxml import etree

from server.domain.answer_tables.names import odata_name, unused
from server.domain.answer_tables.odata_rows import Table
from server.domain.answer_tables.tree import Field, Group
from server.odata import edmx

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
    root, services = edmx.document()
    system = edmx.schema(services, SUBMISSION)
    edmx.complex_type(system, "metadata", OF_SUBMISSIONS)
    for name, members in ENUMS.items():
        edmx.enum_type(system, name, members)
    name = odata_name(form_id)
    namespace = f"org.opendatakit.user.{name}"
    FormSchema(edmx.schema(services, namespace), namespace, tables).write(name)
    return edmx.response(root)


def of_entities(list_name: str, properties: Sequence[str]) -> Response:
    root, services = edmx.document()
    edmx.complex_type(edmx.schema(services, ENTITY), "metadata", OF_ENTITIES)
    name = odata_name(list_name)
    namespace = f"org.opendatakit.user.{name}"
    own = edmx.schema(services, namespace)
    said = [("label", "Edm.String"), ("__system", f"{ENTITY}.metadata"), *((one, "Edm.String") for one in properties)]
    edmx.entity_type(own, "Entities", said)
    edmx.entity_sets(own, name, {"Entities": f"{namespace}.Entities"})
    return edmx.response(root)


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
        edmx.entity_sets(
            self.own, container_name, {name: f"{self.namespace}.{kind}" for name, kind in self.types.items()}
        )

    def write_table(self, table: Table) -> None:
        above = {path: one for path, one in table.paths.items() if isinstance(one, Group) and not one.is_repeat}
        names = {path: unused("_".join(path), self.taken, "{0}_{1}") for path in above}
        for path, name in names.items():
            made = etree.SubElement(self.own, f"{{{edmx.EDM}}}ComplexType", Name=name)
            self.properties(made, table, path, names)
        first = [(table.parent_key, "Edm.String")] if table.parent else [("__system", f"{SUBMISSION}.metadata")]
        self.properties(edmx.entity_type(self.own, self.types[table.name], first), table, (), names)

    def properties(self, made: etree._Element, table: Table, above: tuple, names: Mapping[tuple, str]) -> None:
        for path, one in table.paths.items():
            if path[:-1] != above:
                continue
            if isinstance(one, Field):
                edmx.property_of(made, path[-1], TYPES.get(one.type, "Edm.String"))
            elif one.is_repeat:
                kind = f"Collection({self.namespace}.{self.types['.'.join((table.name, *path))]})"
                etree.SubElement(made, f"{{{edmx.EDM}}}NavigationProperty", Name=path[-1], Type=kind)
            else:
                edmx.property_of(made, path[-1], f"{self.namespace}.{names[path]}")
