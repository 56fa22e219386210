"""The mutants of a source text: one small change each, of the kind that a programmer makes by mistake.

Left out, because no test of behaviour looks at them: docstrings, annotations, type checking, what dataclasses are told
(`frozen`, `slots`, `repr`), caches, f-strings, and strings of several words, which are messages to a person.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import accumulate, pairwise

_COMPARED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Eq: ast.NotEq(), ast.NotEq: ast.Eq(), ast.Is: ast.IsNot(), ast.IsNot: ast.Is(), ast.In: ast.NotIn(),
    ast.NotIn: ast.In(), ast.Lt: ast.LtE(), ast.LtE: ast.Lt(), ast.Gt: ast.GtE(), ast.GtE: ast.Gt(),
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(), ast.Sub: ast.Add(), ast.Mult: ast.Div(), ast.Div: ast.Mult(), ast.FloorDiv: ast.Div(),
    ast.Mod: ast.Div(), ast.Pow: ast.Mult(), ast.BitAnd: ast.BitOr(), ast.BitOr: ast.BitAnd(), ast.BitXor: ast.BitAnd(),
    ast.LShift: ast.RShift(), ast.RShift: ast.LShift(),
}  # fmt: skip
_PAIRS = (
    ("any", "all"), ("min", "max"), ("startswith", "endswith"), ("lstrip", "rstrip"), ("removeprefix", "removesuffix"),
    ("partition", "rpartition"), ("find", "rfind"), ("lower", "upper"), ("match", "search"), ("fullmatch", "match"),
    ("append", "extend"), ("union", "intersection"),
)  # fmt: skip
_CALLED = dict([(b, a) for a, b in reversed(_PAIRS)] + list(_PAIRS))
_UNORDERED = ("cast", "min", "max")
_MESSAGE = re.compile(r"\w[^\w\s]* +[^\w\s]*\w")
_UNSEEN_DECORATORS = ("dataclass", "cache", "lru_cache", "overload")


@dataclass(frozen=True, slots=True)
class Mutant:
    """The source with `text` in place of the bytes from `start` to `end`. Who runs one of `lines` may notice."""

    line: int
    lines: range
    start: int
    end: int
    text: str
    key: str
    """Names the change by its function and its words, so that it is known again when other lines have moved."""
    scope: str
    """A digest of the function (or, outside of functions, of the file): where it differs, the mutant is a new one."""
    in_function: bool

    def applied(self, source: bytes) -> bytes:
        """Return the changed source."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def mutants(source: bytes) -> list[Mutant]:
    """Find all mutants of a module."""
    starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
    found: list[Mutant] = []
    seen: Counter[str] = Counter()
    whole = _Scope("module", None, range(1, len(starts)))
    for scope, line, (start, end), text in _placed(ast.parse(source), whole, starts):
        key = f"{scope.name}: {' '.join(source[start:end].decode().split())} → {text}"
        seen[key] += 1
        digest = sha256(source[slice(*_span(scope.function, starts))] if scope.function else source).hexdigest()[:16]
        found.append(Mutant(line, scope.lines, start, end, text, f"{key} ({seen[key]})", digest, bool(scope.function)))
    return found


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where in a module we are: the name as far as it goes, the function, and the lines of the statement."""

    name: str
    function: ast.FunctionDef | None
    lines: range

    def within(self, node: ast.AST) -> _Scope:
        """Step into a node; a function within another is part of it."""
        if self.function:
            return replace(self, lines=_lines(node)) if isinstance(node, ast.stmt | ast.match_case) else self
        if isinstance(node, ast.ClassDef):
            return replace(self, name=f"{self.name}.{node.name}".removeprefix("module."))
        if isinstance(node, ast.FunctionDef):
            return _Scope(f"{self.name}.{node.name}".removeprefix("module."), node, _lines(node))
        return self


def _lines(node: ast.stmt | ast.match_case) -> range:
    """Return the lines of a statement, without those of the statements in it; all lines of a function."""
    if isinstance(node, ast.match_case):
        return range(node.pattern.lineno, node.body[0].lineno + 1)
    body = [] if isinstance(node, ast.FunctionDef) else getattr(node, "body", [])
    last = body[0].lineno - 1 if body else node.end_lineno or 0
    return range(node.lineno, max(node.lineno, last) + 1)


def _placed(node: ast.AST, outer: _Scope, starts: list[int]) -> Iterator[tuple[_Scope, int, tuple[int, int], str]]:
    scope = outer.within(node)
    if isinstance(node, ast.FunctionDef):
        for decorator in node.decorator_list:
            if not ast.unparse(decorator).startswith(_UNSEEN_DECORATORS):
                start, end = _span(decorator, starts)
                yield scope, decorator.lineno, (start - 1, end), ""
    if isinstance(node, ast.match_case):
        end = _span(node.guard or node.pattern, starts)[1]
        yield scope, node.pattern.lineno, (end, end), " and False" if node.guard else " if False"
    if isinstance(node, ast.expr | ast.stmt):
        for text in _expression(node) if isinstance(node, ast.expr) else _statement(node, bool(scope.function)):
            yield scope, node.lineno, _span(node, starts), text
    for test in _conditions(node):
        yield scope, test.lineno, _span(test, starts), f"(not ({ast.unparse(test)}))"
    for child in _children(node):
        yield from _placed(child, scope, starts)


def _span(node: ast.AST, starts: list[int]) -> tuple[int, int]:
    assert isinstance(node, ast.expr | ast.stmt | ast.pattern)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset


def _conditions(node: ast.AST) -> list[ast.expr]:
    """Return what decides which way is taken, where nothing else negates it."""
    match node:
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return []
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            tests = [test]
        case ast.comprehension(ifs=tests):
            pass
        case _:
            return []
    return [test for test in tests if not isinstance(test, ast.Compare | ast.UnaryOp | ast.Constant)]


def _children(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a node in which behaviour is found."""
    match node:
        case ast.FunctionDef():
            return [*node.args.defaults, *(value for value in node.args.kw_defaults if value), *node.body]
        case ast.ClassDef():
            return list(node.body)
        case ast.AnnAssign():
            return [node.value] if node.value else []
        case ast.Expr(value=ast.Constant()) | ast.JoinedStr() | ast.arg():
            return []
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return list(node.orelse)
        case ast.Subscript(value=ast.Name("Literal" | "Annotated")):
            return []
        case ast.keyword(arg="repr"):
            return []
        case ast.Call(func=ast.Name("cast" | "TypeVar" | "NewType")):
            return list(node.args[1:])
        case ast.Assign(targets=[ast.Name("__all__" | "__slots__" | "__match_args__")]):
            return []
    return list(ast.iter_child_nodes(node))


def _expression(node: ast.expr) -> Iterator[str]:
    """Return what may stand in an expression's place."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                ops = [*node.ops[:place], _COMPARED[type(operator)], *node.ops[place + 1 :]]
                yield _text(node, ops=ops)
        case ast.BoolOp():
            yield _text(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.BinOp():
            yield _text(node, op=_COMPUTED[type(node.op)])
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield f"({ast.unparse(node.operand)})"
        case ast.Constant():
            yield from _constant(node.value)
        case ast.Call():
            yield from _call(node)


def _constant(value: object) -> Iterator[str]:
    match value:
        case bool():
            yield str(not value)
        case int() | float():
            yield repr(value + 1)
        case bytes():
            yield repr(b"XX" + value)
        case str() if not _MESSAGE.search(value):
            yield repr(f"XX{value}")


def _call(node: ast.Call) -> Iterator[str]:
    match node.func:
        case ast.Name(name) if name in _CALLED:
            yield _text(node, func=ast.Name(_CALLED[name]))
        case ast.Attribute(value, name) if name in _CALLED:
            yield _text(node, func=ast.Attribute(value, _CALLED[name]))
    if isinstance(node.func, ast.Name) and node.func.id in _UNORDERED:
        return
    for place, (first, second) in enumerate(pairwise(node.args)):
        if not _interchangeable(first, second):
            yield _text(node, args=[*node.args[:place], second, first, *node.args[place + 2 :]])


def _interchangeable(first: ast.expr, second: ast.expr) -> bool:
    """Tell whether a swap would say nothing: the same twice, lists of unknown length, or two messages."""
    if isinstance(first, ast.Starred) or isinstance(second, ast.Starred) or ast.dump(first) == ast.dump(second):
        return True
    return all(
        isinstance(argument, ast.JoinedStr)
        or (isinstance(argument, ast.Constant) and isinstance(argument.value, str) and _MESSAGE.search(argument.value))
        for argument in (first, second)
    )


def _statement(node: ast.stmt, inside: bool) -> Iterator[str]:
    """Return what may stand in a statement's place; `inside` a function."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Expr() | ast.Raise() | ast.AugAssign() | ast.Delete():
            yield "pass"
        case ast.Return(value=ast.expr()) if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield "return None"
        case ast.Break():
            yield "continue"
        case ast.Continue():
            yield "break"
        case ast.Assign(value=ast.expr() as value) if inside and not isinstance(value, ast.Constant):
            yield f"{' = '.join(ast.unparse(target) for target in node.targets)} = None"
        case ast.AnnAssign(value=ast.expr() as value) if inside and not isinstance(value, ast.Constant):
            yield f"{ast.unparse(node.target)} = None"


def _text(node: ast.expr, **changed: object) -> str:
    other = copy(node)
    for name, value in changed.items():
        setattr(other, name, value)
    return f"({ast.unparse(other)})"
