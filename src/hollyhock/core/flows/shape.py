"""The shape of a flow's data, checked against ``contracts.flow``: every wrong field is found, not only the first."""

from __future__ import annotations

from typing import TypeGuard

from msgspec import inspect

from hollyhock.contracts.flow import Flow
from hollyhock.core.flows.findings import Findings, Path, instead

_FLOW = inspect.type_info(Flow)
_KINDS = {
    "str": ("文字", "text"),
    "int": ("整数", "a whole number"),
    "float": ("数", "a number"),
    "bool": ("true 或 false", "true or false"),
}


def check_shape(data: object, findings: Findings) -> None:
    """Note every missing, unknown or ill-typed field of a flow document."""
    _check(_FLOW, data, (), findings)


def _check(kind: inspect.Type, data: object, path: Path, findings: Findings) -> None:
    match kind:
        case inspect.UnionType():
            _check_union(kind, data, path, findings)
        case inspect.StructType():
            _check_struct(kind, data, path, findings)
        case inspect.DictType():
            if _is_mapping(data, path, findings):
                for key, value in data.items():
                    _check(kind.value_type, value, (*path, key), findings)
        case inspect.VarTupleType():
            if not isinstance(data, list):
                findings.add("flow_type", path, "应为列表，例如 [a, b]。", "This must be a list, like [a, b].")
                return
            for index, item in enumerate(data):
                _check(kind.item_type, item, (*path, str(index)), findings)
        case _:
            _check_plain(kind, data, path, findings)


def _check_union(kind: inspect.UnionType, data: object, path: Path, findings: Findings) -> None:
    nodes = {str(item.tag): item for item in kind.types if isinstance(item, inspect.StructType)}
    if not nodes:
        plain = next(item for item in kind.types if not isinstance(item, inspect.NoneType))
        if data is not None:
            _check(plain, data, path, findings)
        return
    if not _is_mapping(data, path, findings):
        return
    name = data.get("kind")
    if name is None:
        known = ", ".join(sorted(nodes))
        findings.add("flow_kind", path, f"请写明 kind，可用的有：{known}", f"Say its kind, one of: {known}")
    elif str(name) not in nodes:
        zh, en = instead(str(name), nodes)
        findings.add(
            "flow_kind", (*path, "kind"), f"没有“{name}”这种节点。{zh}", f"There is no kind of node “{name}”. {en}"
        )
    else:
        _check_struct(nodes[str(name)], data, path, findings)


def _check_struct(kind: inspect.StructType, data: object, path: Path, findings: Findings) -> None:
    if not _is_mapping(data, path, findings):
        return
    fields = {field.encode_name: field for field in kind.fields}
    for key in data:
        if key not in fields and key != kind.tag_field:
            zh, en = instead(key, fields)
            findings.add("flow_field", (*path, key), f"没有这个字段。{zh}", f"There is no such field. {en}")
    for name, field in fields.items():
        if name in data:
            _check(field.type, data[name], (*path, name), findings)
        elif field.required:
            findings.add("flow_missing", path, f"缺少字段 {name}，请补上。", f"The field {name} is missing; add it.")


def _check_plain(kind: inspect.Type, data: object, path: Path, findings: Findings) -> None:
    match kind:
        case inspect.StrType():
            right, name = isinstance(data, str), "str"
        case inspect.BoolType():
            right, name = isinstance(data, bool), "bool"
        case inspect.IntType():
            right, name = isinstance(data, int) and not isinstance(data, bool), "int"
        case _:
            right, name = isinstance(data, (int, float)) and not isinstance(data, bool), "float"
    if not right:
        zh, en = _KINDS[name]
        quotes_zh, quotes_en = ("，请加引号", "; put it in quotes") if name == "str" else ("", "")
        findings.add("flow_type", path, f"应为{zh}{quotes_zh}。", f"This must be {en}{quotes_en}.")


def _is_mapping(data: object, path: Path, findings: Findings) -> TypeGuard[dict[str, object]]:
    if isinstance(data, dict):
        return True
    findings.add("flow_type", path, "应为“键: 值”的形式。", "This must be a mapping, like key: value.")
    return False
