"""Who named whom, as a tree with a place for each practice: the first door at the left."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from alongside.outreach.models import Introduction, Practice
from alongside.playbook.history import Entry
from alongside.team.models import Membership

COLUMN, ROW = 190, 64
MARGIN = 32


@dataclass(slots=True)
class Node:
    """A practice in the picture, with its place. is_own: one's own doctor's, to oneself alone."""

    practice: Practice
    is_own: bool
    column: int
    row: float = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def x(self) -> int:
        return MARGIN + self.column * COLUMN

    @property
    def y(self) -> int:
        return round(MARGIN + self.row * ROW)

    def with_all_below(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.with_all_below()


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes, the lines between them, and the size of the picture."""

    nodes: tuple[Node, ...]
    lines: tuple[tuple[Node, Node], ...]

    @property
    def width(self) -> int:
        return max((node.x for node in self.nodes), default=0) + COLUMN

    @property
    def height(self) -> int:
        return max((node.y for node in self.nodes), default=0) + ROW


def grow(edges: Sequence[Introduction], member: Membership) -> Tree:
    """Return the tree of who named whom; a practice named twice hangs where it was named first."""
    named = defaultdict(list)
    for edge in edges:
        named[edge.practice].append(edge.introduced)
    placed: dict[Practice, Node] = {}
    firsts = _roots(edges, member)
    roots = [_node(root, member, 0, named, placed) for root in firsts if root not in placed]
    _place(roots)
    nodes = tuple(node for root in roots for node in root.with_all_below())
    lines = tuple((placed[edge.practice], placed[edge.introduced]) for edge in edges)
    return Tree(nodes, lines)


def _roots(edges: Sequence[Introduction], member: Membership) -> Iterator[Practice]:
    """Return who was named by nobody, own doctor first; then a way into each circle of names."""
    introduced = {edge.introduced for edge in edges}
    namers = dict.fromkeys(edge.practice for edge in edges)
    first = [practice for practice in namers if practice not in introduced]
    yield from sorted(first, key=lambda practice: not _is_own(practice, member))
    yield from (practice for practice in namers if practice in introduced)


def _node(
    practice: Practice,
    member: Membership,
    column: int,
    named: dict[Practice, list[Practice]],
    placed: dict[Practice, Node],
) -> Node:
    node = placed[practice] = Node(practice, _is_own(practice, member), column)
    for introduced in named[practice]:
        if introduced not in placed:
            node.children.append(_node(introduced, member, column + 1, named, placed))
    return node


def _is_own(practice: Practice, member: Membership) -> bool:
    entrance = practice.entrance
    return entrance.is_seen_by(member) and entrance.entry == Entry.OWN_DOCTOR


def _place(roots: Sequence[Node]) -> None:
    """Give each leaf a row of its own, and each other node the middle of what hangs on it."""
    rows = 0

    def place(node: Node) -> None:
        nonlocal rows
        for child in node.children:
            place(child)
        if node.children:
            node.row = (node.children[0].row + node.children[-1].row) / 2
        else:
            node.row, rows = rows, rows + 1

    for root in roots:
        place(root)
