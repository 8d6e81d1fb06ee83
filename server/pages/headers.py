"""What a browser is told beside every page: where scripts may come from, and that nothing is to be kept."""

from urllib.parse import urlsplit

from flask import Response, current_app, request

SAME_FOR_ALL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
A_YEAR_S = 31_536_000


def content_policy(tiles: str) -> str:
    """Everything from here; pictures also from the tile server, when there is one."""
    parts = urlsplit(tiles)
    host = parts.netloc.replace("{s}", "*")
    tile_server = f" {parts.scheme}://{host}" if host else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self';"
        f" img-src 'self' data:{tile_server}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def guard(response: Response) -> Response:
    """Add what is missing; a route that needs another policy has set its own. Phones and scripts get none of this."""
    if request.path.startswith("/v1/"):
        return response
    for name, value in SAME_FOR_ALL.items():
        response.headers.setdefault(name, value)
    if current_app.config["PUBLIC_URL"].startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR_S}")
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", content_policy(current_app.config["TILES"]))
        response.headers.setdefault("Cache-Control", "no-store")
    return response
