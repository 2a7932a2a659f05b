"""Every small change to a module's decisions, predicates and queries that a test should notice.

Only what stands in the body of a function is changed: a function's code can be exchanged while
the program runs. A mutant is named by what it changes, never by a line, so that the list of those
that may live stays true while a file is written in.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
LOOKUPS = {"__lt": "__lte", "__lte": "__lt", "__gt": "__gte", "__gte": "__gt"}
OPPOSITES = {"filter": "exclude", "exclude": "filter"}
OPPOSITE_FUNCTIONS = {"any": "all", "all": "any"}
# What narrows or orders a query, and may be left out of its chain.
STEPS_OF_A_QUERY = frozenset(
    {"active", "distinct", "exclude", "filter", "live", "order_by", "public", "standing"}
)
CONDITIONS_OF_A_QUERY = frozenset({"exclude", "filter", "get"})

# What is no part of the statement that it stands in, or only words.
OF_THEIR_OWN = (ast.stmt, ast.ExceptHandler, ast.match_case, ast.arguments, ast.JoinedStr)
SAID_OF_A_FUNCTION = frozenset({"annotation", "decorator_list", "returns"})

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """One change to one function; ``lines`` are those of the statement that it stands in."""

    path: Path
    function: str
    first_line: int
    lines: range
    change: str
    # Nobody sees these: the tree, and the place in it that is exchanged.
    tree: ast.Module = field(repr=False, compare=False)
    put: Callable[[], None] = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        return f"{self.path}: {self.function}: {self.change}"

    def compiled(self) -> CodeType:
        """The code of the changed function. The tree stays changed: a mutant is a process's only.

        Raises LookupError where the compiler leaves no such function.
        """
        self.put()
        module = compile(ast.fix_missing_locations(self.tree), str(self.path.resolve()), "exec")
        for code in _codes(module):
            if (code.co_qualname, code.co_firstlineno) == (self.function, self.first_line):
                return code
        raise LookupError(self.function)


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of a module, in the order of its text. ``path`` is relative to the project."""
    tree = ast.parse(path.read_text())
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for name, function in _functions(tree.body, ""):
        decorators = [each.lineno for each in function.decorator_list]
        for lines, change, put in _changes_in(function):
            seen[name, change] += 1
            number = seen[name, change]
            text = change if number == 1 else f"{change} (number {number})"
            first_line = min([function.lineno, *decorators])
            found.append(Mutant(path, name, first_line, lines, text, tree, put))
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _functions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, Function]]:
    """The outermost functions of a module and its classes, by their qualified names."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{prefix}{node.name}.")


@dataclass(frozen=True)
class Place:
    """A node, and where it hangs in its tree."""

    node: ast.AST
    parent: ast.AST
    name: str
    index: int | None

    def put(self, other: ast.AST) -> None:
        """Hang another node there."""
        if self.index is None:
            setattr(self.parent, self.name, other)
        else:
            getattr(self.parent, self.name)[self.index] = other


type Change = tuple[range, str, Callable[[], None]]


def _changes_in(function: Function) -> Iterator[Change]:
    is_predicate = isinstance(function.returns, ast.Name) and function.returns.id == "bool"
    for statement in _statements(function):
        lines = _lines_of_its_own(statement.node)
        for place in (statement, *_parts_of(statement.node)):
            for other in _replacements(place.node, is_predicate=is_predicate):
                yield lines, f"{_text(place.node)} → {_text(other)}", partial(place.put, other)


def _children(node: ast.AST) -> Iterator[Place]:
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield Place(value, node, name, None)
        elif isinstance(value, list):
            for index, child in enumerate(value):
                if isinstance(child, ast.AST):
                    yield Place(child, node, name, index)


def _statements(node: ast.AST) -> Iterator[Place]:
    """Every statement within a function, however deep."""
    for place in _children(node):
        if isinstance(place.node, ast.stmt):
            yield place
        if isinstance(place.node, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from _statements(place.node)


def _parts_of(node: ast.AST) -> Iterator[Place]:
    """The expressions of a statement, without those of the statements within it."""
    for place in _children(node):
        if not isinstance(place.node, OF_THEIR_OWN) and place.name not in SAID_OF_A_FUNCTION:
            yield place
            yield from _parts_of(place.node)


def _lines_of_its_own(statement: Any) -> range:
    """The lines of a statement, without those of the statements within it."""
    within = (place.node for place in _children(statement))
    inner = [node.lineno for node in within if isinstance(node, ast.stmt)]
    last = statement.end_lineno or statement.lineno
    return range(statement.lineno, max(statement.lineno, min([last, *(n - 1 for n in inner)])) + 1)


def _text(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 160 else f"{text[:100]} … {text[-55:]}"


def _replacements(node: ast.AST, *, is_predicate: bool) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    if isinstance(node, ast.stmt):
        yield from _other_statements(node, is_predicate=is_predicate)
    elif isinstance(node, ast.comprehension):
        for index in range(len(node.ifs)):
            yield _with(node, ifs=_without(node.ifs, index))
    elif isinstance(node, ast.Constant):
        yield from _other_constants(node)
    elif isinstance(node, ast.Call):
        yield from _other_calls(node)
    elif isinstance(node, ast.expr):
        yield from _other_expressions(node)


def _other_statements(node: ast.stmt, *, is_predicate: bool) -> Iterator[ast.stmt]:
    match node:
        case ast.If() if _is_plain(node.test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute()]):
            yield ast.Pass()
        case ast.Return(value=ast.Name() | ast.Call() | ast.Attribute() as value) if is_predicate:
            yield ast.Return(ast.UnaryOp(ast.Not(), value))


def _other_constants(node: ast.Constant) -> Iterator[ast.Constant]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)


def _other_expressions(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            opposite = COMPARISONS[type(operator)]()
            yield ast.Compare(node.left, [opposite], node.comparators)
        case ast.BoolOp():
            yield from _narrower(node)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp() if type(node.op) in OPERATORS:
            yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
        case ast.IfExp() if _is_plain(node.test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _narrower(node: ast.BoolOp) -> Iterator[ast.expr]:
    """Without each of its conditions in turn, and with “or” for “and”."""
    for index in range(len(node.values)):
        others = _without(node.values, index)
        yield others[0] if len(others) == 1 else ast.BoolOp(node.op, others)
    opposite = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield ast.BoolOp(opposite, node.values)


def _other_calls(node: ast.Call) -> Iterator[ast.expr]:
    name = _name_called(node)
    opposites = OPPOSITE_FUNCTIONS if isinstance(node.func, ast.Name) else OPPOSITES
    if name in opposites:
        yield _with(node, func=_renamed(node.func, opposites[name]))
    orders_nothing = name == "order_by" and not node.args
    if isinstance(node.func, ast.Attribute) and name in STEPS_OF_A_QUERY and not orders_nothing:
        yield node.func.value
    if name not in CONDITIONS_OF_A_QUERY:
        return
    conditions = len(node.args) + len(node.keywords)
    for index, keyword in enumerate(node.keywords):
        if conditions > 1:
            yield _with(node, keywords=_without(node.keywords, index))
        for ending, other in LOOKUPS.items():
            if keyword.arg and keyword.arg.endswith(ending):
                changed = ast.keyword(keyword.arg.removesuffix(ending) + other, keyword.value)
                yield _with(node, keywords=[*_without(node.keywords, index), changed])


def _name_called(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def _is_plain(test: ast.expr) -> bool:
    """Whether a condition has nothing in it that would be changed by itself."""
    return isinstance(test, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr)


def _without[Item](items: list[Item], index: int) -> list[Item]:
    return items[:index] + items[index + 1 :]


def _with(node: Any, **values: Any) -> Any:
    fields = dict(ast.iter_fields(node)) | values
    return ast.copy_location(type(node)(**fields), node)
