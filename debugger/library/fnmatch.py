"""Names matched by patterns as shells have them: * ? [seq] [!seq]."""

import re
from functools import lru_cache
from os.path import normcase

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Does a name match a pattern, upper and lower case as the system has them?"""
    return fnmatchcase(normcase(name), normcase(pat))


def fnmatchcase(name, pat):
    """Does a name match a pattern exactly?"""
    return _matcher(pat)(name) is not None


def filter(names, pat):
    """Those of the names that match."""
    match = _matcher(normcase(pat))
    return [name for name in names if match(normcase(name))]


@lru_cache(maxsize=32768, typed=True)
def _matcher(pat):
    if isinstance(pat, bytes):
        return re.compile(bytes(translate(str(pat, "ISO-8859-1")), "ISO-8859-1")).match
    return re.compile(translate(pat)).match


def translate(pat):
    """The pattern as a regular expression."""
    pieces = list(_pieces(pat))
    written = []
    for place, piece in enumerate(pieces):
        if piece is not _ANY:
            written.append(piece)
        elif not any(later is _ANY for later in pieces[place + 1 :]) or place == 0:
            # The first begins anywhere, and the last must reach the end.
            written.append(".*" if place + 1 == len(pieces) else _ANY)
        else:
            written.append(_ANY)
    return rf"(?s:{''.join(_without_backtracking(written))})\Z"


_ANY = object()


def _without_backtracking(pieces):
    # What stands between two stars is found at its first place: an atomic group keeps it there.
    first = next((i for i, piece in enumerate(pieces) if piece is _ANY), None)
    if first is None:
        return pieces
    result = pieces[:first]
    rest = pieces[first + 1 :]
    while rest:
        end = next((i for i, piece in enumerate(rest) if piece is _ANY or piece == ".*" and i == len(rest) - 1), len(rest))
        fixed = "".join(rest[:end])
        if end == len(rest):
            result.append(f".*{fixed}")
            break
        result.append(f"(?>.*?{fixed})")
        if rest[end] == ".*":
            result.append(".*")
            break
        rest = rest[end + 1 :]
    return result


def _pieces(pat):
    # Regular expressions of one character each, and _ANY for stars.
    at = 0
    while at < len(pat):
        char = pat[at]
        at += 1
        if char == "*":
            while pat[at : at + 1] == "*":
                at += 1
            yield _ANY
        elif char == "?":
            yield "."
        elif char != "[":
            yield re.escape(char)
        else:
            negated = pat[at : at + 1] == "!"
            # A bracket right at the beginning is one of the characters.
            end = pat.find("]", at + negated + 1)
            if end < 0:
                yield r"\["
            else:
                yield _class_of(pat[at + negated : end], negated)
                at = end + 1


def _class_of(text, negated):
    # Ranges that run backwards are empty.
    parts = []
    at = 0
    while at < len(text):
        if text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            if text[at] <= text[at + 2]:
                parts.append(f"{_escaped(text[at])}-{_escaped(text[at + 2])}")
            at += 3
        else:
            parts.append(_escaped(text[at]))
            at += 1
    inside = "".join(parts)
    if not inside:
        return "." if negated else "(?!)"
    if negated:
        return f"[^{inside}]"
    return f"[\\{inside}]" if inside[0] in "^[" else f"[{inside}]"


def _escaped(char):
    if char == "\\":
        return r"\\"
    return rf"\{char}" if char in "&~|-" else char
