"""What changed between two versions of a flow, as a list that a person can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import msgspec

from hollyhock.contracts.flow import Flow

Tree = Mapping[str, object]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change."""

    kind: str
    """``added``, ``removed`` or ``changed``."""
    node: str
    """The node's name; empty for the flow's own fields."""
    field: str = ""
    """Dotted path within; empty for a whole node."""
    old: str = ""
    new: str = ""
    """The values as JSON, empty where there is none."""
    zh: str
    en: str
    """The change as a sentence."""


def difference(old: Flow, new: Flow) -> list[Change]:
    """Return the changes from ``old`` to ``new``: the flow's own fields first, then nodes in the new order.

    The version number itself does not count as a change.
    """
    before, after = _tree(old), _tree(new)
    old_nodes, new_nodes = cast("Tree", before.pop("nodes")), cast("Tree", after.pop("nodes"))
    changes = _fields("", before, after)
    for name in [*new_nodes, *(name for name in old_nodes if name not in new_nodes)]:
        if name not in old_nodes:
            changes.append(_whole("added", name, new_nodes[name]))
        elif name not in new_nodes:
            changes.append(_whole("removed", name, old_nodes[name]))
        else:
            changes += _fields(name, cast("Tree", old_nodes[name]), cast("Tree", new_nodes[name]))
    return changes


def _tree(flow: Flow) -> dict[str, object]:
    tree: dict[str, object] = msgspec.to_builtins(flow)
    del tree["version"]
    return tree


def _fields(node: str, old: Tree, new: Tree) -> list[Change]:
    before, after = dict(_leaves(old)), dict(_leaves(new))
    fields = [*after, *(field for field in before if field not in after)]
    return [
        _one(node, field, before.get(field), after.get(field))
        for field in fields
        if before.get(field) != after.get(field)
    ]


def _leaves(tree: Tree, path: str = "") -> list[tuple[str, str]]:
    """Return dotted path and JSON of everything that is no mapping; an empty mapping is nothing."""
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            found += _leaves(value, name)
        else:
            found.append((name, msgspec.json.encode(_said(value)).decode()))
    return found


def _said(value: object) -> object:
    """Return a list's mappings without what nobody has written down."""
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _said(inner) for key, inner in value.items() if inner is not None}
    return value


def _one(node: str, field: str, old: str | None, new: str | None) -> Change:
    kind = "added" if old is None else "removed" if new is None else "changed"
    where_zh, where_en = (f"节点“{node}”的 {field}", f"{field} of node “{node}”") if node else (field, field)
    zh, en = {
        "added": (f"新增 {where_zh}：{new}", f"Added {where_en}: {new}"),
        "removed": (f"删除 {where_zh}（原为 {old}）", f"Removed {where_en} (was {old})"),
        "changed": (f"{where_zh} 由 {old} 改为 {new}", f"Changed {where_en} from {old} to {new}"),
    }[kind]
    return Change(kind=kind, node=node, field=field, old=old or "", new=new or "", zh=zh, en=en)


def _whole(kind: str, node: str, body: object) -> Change:
    text = msgspec.json.encode(body).decode()
    word = cast("Tree", body)["kind"]
    if kind == "added":
        zh, en = f"新增节点“{node}”（{word}）", f"Added node “{node}” ({word})"
        return Change(kind=kind, node=node, new=text, zh=zh, en=en)
    zh, en = f"删除节点“{node}”（{word}）", f"Removed node “{node}” ({word})"
    return Change(kind=kind, node=node, old=text, zh=zh, en=en)
