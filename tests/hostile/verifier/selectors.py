"""Selectors (docs/trust.md section 10): whether a text is one, and whether it holds for a grant."""

import re

PIECES = re.compile(r' +|!=|[=(),]|"(?:[^"\\]|\\["\\])*"|[A-Za-z0-9_./:@+*-]+', re.DOTALL)
WORDS = ("and", "not", "has", "in")
DEEPEST = 32


class Unreadable(Exception):
    pass


def pieces_of(selector):
    """Each piece as (kind, text): a mark and a word are of their own kind, every other is a text."""
    found, at = [], 0
    while at < len(selector):
        match = PIECES.match(selector, at)
        if match is None:
            raise Unreadable
        at, piece = match.end(), match.group()
        if piece.startswith('"'):
            found.append(("text", re.sub(r"\\(.)", r"\1", piece[1:-1], flags=re.DOTALL)))
        elif piece in WORDS or piece in ("!=", "=", "(", ")", ","):
            found.append((piece, piece))
        elif not piece.startswith(" "):
            found.append(("text", piece))
    return found


class Reader:
    """Gives for each term a function that says whether it holds, given the labels with the site among them."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.at = 0

    def next_is(self, kind):
        return self.at < len(self.pieces) and self.pieces[self.at][0] == kind

    def take(self, kind):
        if not self.next_is(kind):
            raise Unreadable
        self.at += 1
        return self.pieces[self.at - 1][1]

    def took(self, kind):
        if not self.next_is(kind):
            return False
        self.at += 1
        return True

    def key(self):
        key = self.take("text")
        if key in ("os", "kind"):
            raise Unreadable
        return key

    def selector(self, depth):
        terms = [self.term(depth)]
        while self.took(",") or self.took("and"):
            terms.append(self.term(depth))
        return lambda labels: all(holds(labels) for holds in terms)

    def term(self, depth):
        if depth > DEEPEST:
            raise Unreadable
        if self.took("not"):
            inner = self.term(depth + 1)
            return lambda labels: not inner(labels)
        if self.took("has"):
            key = self.key()
            return lambda labels: key in labels
        if self.took("("):
            inner = self.selector(depth + 1)
            self.take(")")
            return inner
        return self.comparison()

    def comparison(self):
        key = self.key()
        if self.took("="):
            value = self.take("text")
            return lambda labels: labels.get(key) == value
        if self.took("!="):
            value = self.take("text")
            return lambda labels: labels.get(key) != value
        opposite = self.took("not")
        self.take("in")
        self.take("(")
        values = [self.take("text")]
        while self.took(","):
            values.append(self.take("text"))
        self.take(")")
        return lambda labels: (labels.get(key) in values) != opposite


def read(selector):
    reader = Reader(pieces_of(selector))
    holds = reader.selector(1)
    if reader.at < len(reader.pieces):
        raise Unreadable
    return holds


def is_selector(selector, length):
    if not 1 <= length <= 1_024:
        return False
    try:
        read(selector)
    except Unreadable:
        return False
    return True


def holds_for(selector, grant):
    return read(selector)({**grant["labels"], "site": grant["site"]})
