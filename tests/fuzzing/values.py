"""What may stand where something else is expected: in answers, ids, names of files, headers, attributes of entities."""

from random import Random

TEXTS = (
    *("", " ", "\n", "\t", "x", "0", "-1", "1e309", "NaN", "true", "null", "OK", "สวัสดี", "ก\u0e4d\u0e49", "😀" * 40),
    *(
        "\u202e\u200b\ufeff",
        "e\u0301",
        "\ud7ff",
        "\ufffd",
        "\U0010fffd",
        "x" * 255,
        "x" * 256,
        "ก" * 5_000,
        "x" * 70_000,
    ),
    *("2569-11-22", "2026-02-30", "0000-00-00", "9999-12-31", "19.0 98.8", "91 181 1 1", "0 0 0 0", "1;2;3", "a b c"),
    *("'; drop table form; --", "{}", "[]", "\\u0000", "%00", "%s", "${x}", "../../etc/passwd", "uuid:", "uuid:x"),
    *("99999999999999999999", "00000000-0000-0000-0000-000000000000", "7B000000-0000-4000-8000-000000000001"),
)
NAMES = (
    *("photo.jpg", "ภาพ ๑.jpg", "", " ", ".", "..", "...", "../x.jpg", "/etc/passwd", "a\\b", "a:b.jpg", "x" * 255),
    *("x" * 256, "ก" * 300, "a;b.jpg", "a=b.jpg", "%2e%2e%2f", "con", "audit.csv", "xml_submission_file"),
    *(
        "*isIncomplete*",
        "😀.jpg",
        "\u202egpj.x",
        "a\x01b",
        "a\x7fb",
        "é.jpg",
        "e\u0301.jpg",
        "q%22q.jpg",
        "submission.xml",
    ),
)
TYPES = (
    *(
        "image/jpeg",
        "",
        "text/xml",
        "text/plain; charset=tis-620",
        "x" * 300,
        'a/b; c="',
        "multipart/mixed; boundary=x",
    ),
    *("ภาพ/ก", "\x80\x81", "application/octet-stream", "text/html<script>", "  ", ";", "/"),
)
CONTENT_TYPES = (
    *("multipart/form-data", "multipart/form-data; boundary=", 'multipart/form-data; boundary="{0}"', "text/xml", ""),
    *(
        "multipart/form-data; boundary={0}x",
        "multipart/form-data; boundary={0}; boundary=y",
        "Multipart/Form-Data; boundary={0}",
    ),
    *(
        "multipart/form-data;boundary={0}",
        "multipart/form-data; charset=utf-16; boundary={0}",
        "multipart/mixed; boundary={0}",
    ),
    *(
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=\xe0\xb8",
        "multipart/form-data; boundary={0} ; x",
    ),
    *("multipart/form-data, multipart/form-data; boundary={0}", "multipart/form-data; BOUNDARY={0}"),
)
QUERIES = (
    *(
        "",
        "deviceID=collect%3AAq3vZ0w9LmT5xYbC",
        "deviceID=",
        "deviceID=%00",
        "deviceID=%E0%B8",
        "deviceID=a&deviceID=b",
    ),
    *("deviceID=" + "x" * 5_000, "st=" + "x" * 64, "&&&=&", "deviceID=%F0%9F%98%80", "x" * 3_000, "deviceID=\xff"),
    *("&".join(f"p{number}=1" for number in range(1_500)), "deviceID=%0d%0aSet-Cookie:x"),
)
HEADERS = {
    "HTTP_USER_AGENT": ("", "x" * 3_000, "\x80\xff", "org.odk.collect.android/v2026.3.3", "\x01"),
    "HTTP_ODK_CLIENT": ("", "web/1", "\xe0\xb8\x81", "x" * 300),
    "HTTP_X_OPENROSA_VERSION": ("", "1.1", "1.0", "1.0, 1.0", "\xff"),
    "HTTP_ACCEPT_LANGUAGE": ("th", "en", "*", "", ";;q=", "en;q=x, th", "x" * 2_000, "\xe0"),
    "HTTP_DATE": ("never", ""),
    "HTTP_AUTHORIZATION": ("Basic !!!", "Bearer x", "Digest", "Basic " + "A" * 4_000, "\xff"),
    "HTTP_CONTENT_ENCODING": ("gzip", "br"),
    "HTTP_EXPECT": ("100-continue",),
    "HTTP_COOKIE": ("session=x; a=\xff", "=;=", "x" * 4_000),
    "HTTP_HOST": ("", "evil.example.org", "a b", "[::1"),
    "HTTP_X_FORWARDED_PROTO": ("http", "https, http"),
    "HTTP_IF_NONE_MATCH": ("*", '"x', 'W/"'),
}
TAGS = (
    "meta",
    "instanceID",
    "deprecatedID",
    "entity",
    "label",
    "audit",
    "plan_photo_1",
    "walk_in",
    "x",
    "ก",
    "_",
    "data",
)
NAMESPACES = (
    "",
    "http://openrosa.org/xforms",
    "http://www.w3.org/2002/xforms",
    "urn:x",
    "http://www.w3.org/XML/1998/namespace",
)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "tis-620",
    "cp874",
    "latin-1",
    "cp037",
    "utf-7",
    "shift_jis",
)
DOCTYPES = (
    "<!DOCTYPE data>",
    "<!DOCTYPE d [<!ENTITY x 'y'>]>",
    '<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x">',
    "<!doctype x>",
)
IN_XML = (
    b"<!-- x -->",
    b"<?x y?>",
    b"<![CDATA[<]]>",
    b"&amp;",
    b"&#x10FFFF;",
    b"&#1;",
    b"]]>",
    b"<",
    b">",
    b"&",
    b"\0",
    b"\xff",
    b"<x/>",
    b"\xef\xbb\xbf",
)


def number(random: Random) -> str:
    """What may stand for the version of an entity."""
    return random.choice(
        (*"0123", "-1", "1.0", "٣", "1e3", " 2 ", "999999999", "2147483648", str(2**63), "9" * 400, "")
    )
