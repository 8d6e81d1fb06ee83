"""Ways to bend a document that stays a document: its elements, attributes, ids and entities."""

import copy
from collections.abc import Callable
from random import Random

from lxml import etree

from tests.fuzzing import values


def bend_tree(random: Random, root: etree._Element, others: list[etree._Element]) -> None:
    """Change one thing about a document; others: documents to take branches from."""
    nodes = list(root.iter())
    node = random.choice(nodes)
    random.choice(ON_TREE)(random, root, node, others)


def answer(random, root, node, others):
    node.text = random.choice(values.TEXTS)


def without(random, root, node, others):
    if node is not root:
        node.getparent().remove(node)


def twice(random, root, node, others):
    if node is not root:
        node.addnext(copy.deepcopy(node))


def elsewhere(random, root, node, others):
    target = random.choice([one for one in root.iter() if one is not node])
    if node is not root and node not in target.iterancestors():
        target.insert(random.randint(0, len(target)), node)


def renamed(random, root, node, others):
    space = random.choice(values.NAMESPACES)
    node.tag = f"{{{space}}}{random.choice(values.TAGS)}" if space else random.choice(values.TAGS)


def attribute(random, root, node, others):
    name = random.choice(["id", "version", "encrypted", "dataset", *node.attrib])
    node.set(name, random.choice(values.TEXTS))


def entity(random, root, node, others):
    found = next(root.iter("entity"), None)
    if found is None:
        found = etree.SubElement(next(root.iter("meta"), root), "entity", dataset="households", create="1")
    name = random.choice(("dataset", "id", "create", "update", "baseVersion", "trunkVersion", "branchId", "label"))
    if name == "label":
        etree.SubElement(found, "label").text = random.choice(values.TEXTS)
    elif name.endswith("Version"):
        found.set(name, values.number(random))
    else:
        usual = ("1", "0", "true", "false", "yes", "households", "projects", str(random.random()))
        found.set(name, random.choice(usual + values.TEXTS))


def deep(random, root, node, others):
    for _ in range(random.choice((3, 60, 61, 70, 300))):
        node = etree.SubElement(node, random.choice(values.TAGS))
    node.text = "deep"


def many(random, root, node, others):
    for _ in range(random.choice((3, 50, 1_100))):
        etree.SubElement(node, random.choice(values.TAGS)).text = random.choice(values.NAMES[:4])


def grafted(random, root, node, others):
    branch = copy.deepcopy(random.choice(list(random.choice(others).iter())))
    node.append(branch)


def another_id(random, root, node, others):
    ids = [one for name in ("instanceID", "deprecatedID") for one in root.iter(name)]
    theirs = [one.text for other in others for name in ("instanceID", "deprecatedID") for one in other.iter(name)]
    if ids:
        random.choice(ids).text = random.choice([*theirs, *values.TEXTS])


def an_edit(random, root, node, others):
    theirs = [one.text for other in others for one in other.iter("instanceID")]
    etree.SubElement(next(root.iter("meta"), root), "deprecatedID").text = random.choice([*theirs, "x", ""])


ON_TREE: tuple[Callable, ...] = (
    *(answer, answer, without, twice, elsewhere, renamed, attribute, entity, entity, deep, many, grafted, another_id),
    an_edit,
)
