"""The OpenAPI document of /v1 is made from its routes, so it names each of them."""

import re


def central_rules(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("central.")]
    return [rule for rule in rules if not rule.endpoint.endswith(".nowhere")]


def test_every_route_is_in_the_document(app):
    paths = app.test_client().get("/v1/openapi.json").get_json()["paths"]

    for rule in central_rules(app):
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        assert {method.lower() for method in rule.methods} - {"head", "options"} <= set(paths[path])


def test_every_route_says_what_it_is_for_and_what_it_answers(app):
    for rule in central_rules(app):
        view = app.view_functions[rule.endpoint]
        assert view.__doc__, rule
        assert hasattr(view, "told"), rule


def test_a_route_that_anybody_may_call_asks_for_no_key(app):
    paths = app.test_client().get("/v1/openapi.json").get_json()["paths"]

    assert paths["/v1/sessions"]["post"]["security"] == []
    assert "security" not in paths["/v1/projects"]["get"]
