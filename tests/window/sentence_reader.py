"""Reads from the source what the floors below the window can say to a person."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import segdesk

_FLOORS = ("steps", "clustering", "warehouse", "writing", "activation", "project", "tasks", "review")
_ROOT = Path(segdesk.__file__).parent
_SPEAKERS = re.compile(
    r"SignInNeeded|OverBudget|(Segdesk|Usage|Input|Project|Warehouse|Activation)Error|Failure|UnknownTable|refused"
)
"""What is called with ``what``, ``why`` and ``todo``."""
_SAYING = re.compile(
    r".*(warning|note|sentence|reason|portrait|misfit|unknown_code|left_out|without_match|trait\b|fault\b|ago\b).*"
    r"|_pair|_count|_about|why_not"
)
"""Functions that return sentences."""
_NO_SENTENCE = re.compile(r"SELECT|CREATE|INSERT|UPDATE |DELETE|ORDER BY|[a-z]_[a-z]+ = |^seg_|IS NULL|^\W*$")
_STANDS_FOR = {
    "at": "line 2, column 3",
    "where": "line 2, column 3",
    "begin": "line 2, column 3",
    "step.value.capitalize()": "Sweep",
    "before.value.capitalize()": "Connect",
    "before.value": "connect",
    "settings.recipe": "thelook",
    "recipe": "thelook",
    "last.value": "visit",
    "verb": "written",
    "found[0]": "12",
    "row_of(self.path, found[0])": "12",
}
"""Expressions whose values matter."""


class _Reader(ast.NodeVisitor):
    """Collects what a module can say, with sample values for what differs each time."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._functions: list[ast.FunctionDef] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node)
        if _SAYING.fullmatch(node.name):
            self._take_all(node)
        self.generic_visit(node)
        self._functions.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = ast.unparse(node.func).split(".")[-1]
        if _SPEAKERS.fullmatch(name) or ast.unparse(node.func) == "error":
            self._take(*node.args[1:] if name == "refused" else node.args, *(k.value for k in node.keywords))
        elif name in ("Check", "Held", "replace"):
            self._take(*(each.value for each in node.keywords if each.arg in ("found", "purpose", "why")))
            self._take(*node.args[{"Check": 2, "Held": 1}.get(name, len(node.args)) :])
        elif name in ("progress", "report") and len(node.args) == 3:
            self._take(node.args[2])
        elif name == "note" or ast.unparse(node.func) == "super().__init__":
            self._take(*node.args)
        self.generic_visit(node)

    def _take(self, *nodes: ast.expr) -> None:
        for node in nodes:
            self.found |= {text for text in self._texts(node) if _is_sentence(text)}

    def _take_all(self, function: ast.FunctionDef) -> None:
        """Take every text of a function, but for its docstring and for parts of another text."""
        skipped = {id(function.body[0].value)} if isinstance(function.body[0], ast.Expr) else set()
        texts = [node for node in ast.walk(function) if isinstance(node, ast.JoinedStr)]
        inner = [node for text in texts for node in ast.walk(text) if node is not text]
        names = {node.id for node in inner if isinstance(node, ast.Name)}
        skipped |= {id(node) for node in inner}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and any(ast.unparse(to) in names for to in node.targets):
                skipped |= {id(part) for part in ast.walk(node.value)}
        for node in ast.walk(function):
            if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in skipped:
                self._take(node)

    def _texts(self, node: ast.expr) -> Iterator[str]:
        """Yield what an expression can be; nothing where it comes from elsewhere."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr():
                parts = [[*self._part(part)] for part in node.values]
                yield from ("".join(chosen) for chosen in product(*parts))
            case ast.IfExp():
                yield from self._texts(node.body)
                yield from self._texts(node.orelse)
            case ast.BinOp(op=ast.Add()):
                pairs = product([*self._texts(node.left)], [*self._texts(node.right)])
                yield from (left + right for left, right in pairs)
            case ast.BoolOp(op=ast.And()):
                yield from self._texts(node.values[-1])
            case ast.Name():
                for value in self._assigned(node.id):
                    yield from self._texts(value)

    def _part(self, part: ast.expr) -> Iterator[str]:
        if not isinstance(part, ast.FormattedValue):
            yield from self._texts(part)
            return
        shape = ast.unparse(part.format_spec) if part.format_spec else ""
        known = [*self._texts(part.value)]
        if ast.unparse(part.value).startswith("place_of"):
            yield "line 2, column 3"
        elif ast.unparse(part.value) in _STANDS_FOR:
            yield _STANDS_FOR[ast.unparse(part.value)]
        elif known:
            yield from known
        elif shape:
            yield "12%" if "%" in shape else "1,234" if "," in shape or "d" in shape else "1.5"
        else:
            yield "'Zq'" if part.conversion == ord("r") else "1234" if _counts(part.value) else "Zq"

    def _assigned(self, name: str) -> Iterator[ast.expr]:
        for node in ast.walk(self._functions[-1]) if self._functions else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    yield value
                case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                    yield from (
                        value
                        for target, value in zip(names, values, strict=True)
                        if isinstance(target, ast.Name) and target.id == name
                    )


def _counts(node: ast.expr) -> bool:
    return ast.unparse(node).startswith(("len(", "round(")) or ast.unparse(node) in (
        "number",
        "count",
        "line",
    )


def _is_sentence(text: str) -> bool:
    return " " in text and re.search(r"[a-z]{2}", text) is not None and not _NO_SENTENCE.search(text)


@cache
def sentences() -> tuple[str, ...]:
    """Return all that the floors below the window can say, with "Zq" for what differs each time.

    What stands in several places of the source is put together as far as one function has all of it.
    """
    found: set[str] = set()
    for floor in _FLOORS:
        for path in sorted((_ROOT / floor).rglob("*.py")):
            if path.name.endswith("prompts.py"):  # speaks to a language model
                continue
            reader = _Reader()
            reader.visit(ast.parse(path.read_text(encoding="utf-8")))
            found |= reader.found
    return tuple(sorted(found))
