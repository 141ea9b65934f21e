"""The shape of data that a person wrote, against a structure: every wrong field is found, not only the first."""

from __future__ import annotations

from math import isfinite
from typing import TypeGuard

from msgspec import inspect

from hollyhock.core.flows.findings import Findings, Path, instead

_KINDS = {
    "str": ("文字", "text"),
    "int": ("整数", "a whole number"),
    "float": ("数", "a number"),
    "bool": ("true 或 false", "true or false"),
}
_BOUNDS = {
    "ge": ("至少为 {0}。", "It must be at least {0}."),
    "gt": ("须大于 {0}。", "It must be more than {0}."),
    "le": ("至多为 {0}。", "It must be at most {0}."),
    "lt": ("须小于 {0}。", "It must be less than {0}."),
}


def check_shape(kind: type, data: object, findings: Findings, *, family: str, path: Path = ()) -> None:
    """Note every missing, unknown or ill-typed field of a document that is to become a ``kind`` (a msgspec structure),
    and every number beyond the bounds that the field declares; ``family`` begins the codes, such as ``flow``.
    """
    _Checker(findings, family).check(inspect.type_info(kind), data, path)


class _Checker:
    def __init__(self, findings: Findings, family: str) -> None:
        self._findings, self._family = findings, family

    def _note(self, code: str, path: Path, zh: str, en: str) -> None:
        self._findings.add(f"{self._family}_{code}", path, zh, en)

    def check(self, kind: inspect.Type, data: object, path: Path) -> None:
        match kind:
            case inspect.AnyType():
                pass
            case inspect.UnionType():
                self._union(kind, data, path)
            case inspect.StructType():
                self._struct(kind, data, path)
            case inspect.DictType():
                if self._is_mapping(data, path):
                    for key, value in data.items():
                        self.check(kind.value_type, value, (*path, key))
            case inspect.VarTupleType():
                self._row(kind, data, path)
            case inspect.TupleType():
                self._tuple(kind, data, path)
            case inspect.LiteralType():
                self._literal(kind, data, path)
            case _:
                self._plain(kind, data, path)

    def _row(self, kind: inspect.VarTupleType, data: object, path: Path) -> None:
        if not isinstance(data, list):
            self._note("type", path, "应为列表，例如 [a, b]。", "This must be a list, like [a, b].")
            return
        if len(data) < (kind.min_length or 0):
            self._note("empty", path, "至少写一项。", "Give one at least.")
        for index, item in enumerate(data):
            self.check(kind.item_type, item, (*path, str(index)))

    def _tuple(self, kind: inspect.TupleType, data: object, path: Path) -> None:
        size = len(kind.item_types)
        if not isinstance(data, list) or len(data) != size:
            self._note("type", path, f"应为 {size} 项的列表。", f"This must be a list of {size}.")
            return
        for index, (item, value) in enumerate(zip(kind.item_types, data, strict=True)):
            self.check(item, value, (*path, str(index)))

    def _union(self, kind: inspect.UnionType, data: object, path: Path) -> None:
        nodes = {
            str(item.tag): item for item in kind.types if isinstance(item, inspect.StructType) and item.tag is not None
        }
        if not nodes:
            plain = next(item for item in kind.types if not isinstance(item, inspect.NoneType))
            if data is not None:
                self.check(plain, data, path)
            return
        if not self._is_mapping(data, path):
            return
        name = data.get("kind")
        if name is None:
            known = ", ".join(sorted(nodes))
            self._note("kind", path, f"请写明 kind，可用的有：{known}", f"Say its kind, one of: {known}")
        elif str(name) not in nodes:
            zh, en = instead(str(name), nodes)
            self._note(
                "kind", (*path, "kind"), f"没有“{name}”这种节点。{zh}", f"There is no kind of node “{name}”. {en}"
            )
        else:
            self._struct(nodes[str(name)], data, path)

    def _struct(self, kind: inspect.StructType, data: object, path: Path) -> None:
        if not self._is_mapping(data, path):
            return
        fields = {field.encode_name: field for field in kind.fields}
        for key in data:
            if key not in fields and key != kind.tag_field:
                zh, en = instead(key, fields)
                self._note("field", (*path, key), f"没有这个字段。{zh}", f"There is no such field. {en}")
        for name, field in fields.items():
            if name in data:
                self.check(field.type, data[name], (*path, name))
            elif field.required:
                self._note("missing", path, f"缺少字段 {name}，请补上。", f"The field {name} is missing; add it.")

    def _literal(self, kind: inspect.LiteralType, data: object, path: Path) -> None:
        names = [str(value) for value in kind.values]
        if data not in kind.values:
            zh, en = instead(str(data), names)
            self._note("value", path, f"不能是“{data}”。{zh}", f"It cannot be “{data}”. {en}")

    def _plain(self, kind: inspect.Type, data: object, path: Path) -> None:
        match kind:
            case inspect.StrType():
                right, name = isinstance(data, str), "str"
            case inspect.BoolType():
                right, name = isinstance(data, bool), "bool"
            case inspect.IntType():
                right, name = isinstance(data, int) and not isinstance(data, bool), "int"
            case _:
                right = isinstance(data, (int, float)) and not isinstance(data, bool) and isfinite(data)
                name = "float"
        if not right:
            zh, en = _KINDS[name]
            quotes_zh, quotes_en = ("，请加引号", "; put it in quotes") if name == "str" else ("", "")
            self._note("type", path, f"应为{zh}{quotes_zh}。", f"This must be {en}{quotes_en}.")
        elif isinstance(kind, inspect.IntType | inspect.FloatType) and isinstance(data, int | float):
            self._bounds(kind, data, path)

    def _bounds(self, kind: inspect.IntType | inspect.FloatType, value: float, path: Path) -> None:
        kept = {
            "ge": kind.ge is None or value >= kind.ge,
            "gt": kind.gt is None or value > kind.gt,
            "le": kind.le is None or value <= kind.le,
            "lt": kind.lt is None or value < kind.lt,
        }
        for name in (name for name, right in kept.items() if not right):
            zh, en = (words.format(f"{getattr(kind, name):g}") for words in _BOUNDS[name])
            self._note("range", path, zh, en)

    def _is_mapping(self, data: object, path: Path) -> TypeGuard[dict[str, object]]:
        if isinstance(data, dict):
            return True
        self._note("type", path, "应为“键: 值”的形式。", "This must be a mapping, like key: value.")
        return False
