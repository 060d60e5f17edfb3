"""Mutants: small changes of the program's own code, each of which some test ought to notice."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOMS = ("rules", "queries", "commands", "exports", "imports")
"""The parts of the program that are changed: what it decides, asks, stores, and brings out and in."""
OPPOSITES: dict[type[ast.AST], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==", ast.In: "not in",
    ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is", ast.Add: "-", ast.Sub: "+", ast.Mult: "//",
    ast.FloorDiv: "*", ast.Div: "*", ast.And: "or", ast.Or: "and",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file below the package's folder, the line (from 1), what stood there and what stands instead."""

    file: str
    line: int
    before: str
    after: str
    start: int
    """Where the change begins and ends, in bytes of the file as UTF-8."""
    end: int
    everywhere: bool
    """Whether the line runs when the module is imported, so that every test of the module meets it."""

    def __str__(self) -> str:
        """Name it on one line."""
        return f"{self.file}:{self.line}: {' '.join(self.before.split())!r} -> {' '.join(self.after.split())!r}"

    def applied(self, source: bytes) -> bytes:
        """Give the file's bytes with the change made."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def drawn(package: Path, number: int, seed: int) -> list[Mutant]:
    """Draw so many mutants of the package by seeded chance; the same ones for the same sources."""
    files = sorted(file for room in ROOMS for file in (package / room).rglob("*.py"))
    every = [mutant for file in files for mutant in _of(file, file.relative_to(package).as_posix())]
    return sorted(Random(seed).sample(every, number), key=lambda mutant: (mutant.file, mutant.start))


def _of(file: Path, name: str) -> Iterator[Mutant]:
    """Give every mutant of a file that can still be compiled."""
    source = file.read_bytes()
    text = source.decode()
    tree = ast.parse(text)
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    inside = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for line in range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
    }
    for node, after in _changes(tree):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        made = Mutant(name, node.lineno, source[start:end].decode(), after, start, end, node.lineno not in inside)
        try:
            compile(made.applied(source), name, "exec", dont_inherit=True)
        except SyntaxError:
            continue
        yield made


def _changes(tree: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Give the nodes to change and what is written instead."""
    for node in ast.walk(tree):
        match node:
            case ast.If(test=asked) | ast.IfExp(test=asked) | ast.While(test=asked):
                yield asked, f"(not ({ast.unparse(asked)}))"
            case ast.comprehension(ifs=[asked, *_]):
                yield asked, f"(not ({ast.unparse(asked)}))"
            case ast.Return(value=ast.expr()):
                yield node, "return None"
            case ast.Expr(value=ast.Call()):
                yield node, "pass"
            case ast.expr():
                yield from ((node, other) for other in _otherwise(node))


def _otherwise(node: ast.expr) -> Iterator[str]:
    """Give an expression that says something else than this one, if we know one."""
    match node:
        case ast.Compare(left=left, ops=[only], comparators=[right]):
            yield f"{ast.unparse(left)} {OPPOSITES[type(only)]} {ast.unparse(right)}"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPPOSITES:
            yield f"({ast.unparse(left)} {OPPOSITES[type(op)]} {ast.unparse(right)})"
        case ast.BoolOp(op=op, values=values):
            yield "(" + f" {OPPOSITES[type(op)]} ".join(f"({ast.unparse(one)})" for one in values) + ")"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"({ast.unparse(operand)})"
        case ast.Constant(value=bool() as value):
            yield repr(not value)
        case ast.Constant(value=int() as value):
            yield repr(value + 1)
