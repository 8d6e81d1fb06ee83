"""The XForms that pyxform makes of the workbooks, converted once for each test worker."""

from functools import cache

from pyxform.xls2xform import convert

from tests.forms.sheets import workbook_path


@cache
def xform_text(form_id: str) -> str:
    return convert(workbook_path(form_id)).xform
