"""Small blank forms for tests that need another form, another version, or questions of a certain kind."""

import re

from tests.forms.converted import xform_text

FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
  <h:head><h:title>{title}</h:title><model>
    <instance><data id="{form_id}" version="{version}">{nodes}<meta><instanceID/></meta></data></instance>
    {media}
    {binds}
  </model></h:head>
  <h:body>{controls}</h:body>
</h:html>
"""


def newer(form_id: str, version: str = "2999010101") -> bytes:
    """One of our own forms as it is, under a later version."""
    return re.sub(r'(<data id="[^"]*" version=")[^"]*', rf"\g<1>{version}", xform_text(form_id), count=1).encode()


def blank(
    form_id: str, *, version: str = "1", title: str | None = None, photos: int = 0, media: tuple[str, ...] = ()
) -> bytes:
    """A form with a note, `photos` questions for a photo (p1, p2 …), and the files named in `media`."""
    names = [f"p{number}" for number in range(1, photos + 1)]
    return FORM.format(
        form_id=form_id,
        version=version,
        title=title or form_id,
        nodes="<note/>" + "".join(f"<{name}/>" for name in names),
        media="".join(f'<instance id="m{n}" src="jr://file-csv/{name}"/>' for n, name in enumerate(media)),
        binds="".join(f'<bind nodeset="/data/{name}" type="binary"/>' for name in names),
        controls="".join(
            f'<upload ref="/data/{name}" mediatype="image/*"><label>{name}</label></upload>' for name in names
        ),
    ).encode()
