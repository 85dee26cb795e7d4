"""Comparing sequences: what to change in one to get the other, shown as lines with + and -."""

from collections import namedtuple as _namedtuple
from heapq import nlargest as _nlargest
from types import GenericAlias

__all__ = [
    "get_close_matches", "ndiff", "restore", "SequenceMatcher", "Differ", "IS_CHARACTER_JUNK", "IS_LINE_JUNK",
    "context_diff", "unified_diff", "diff_bytes", "Match",
]

Match = _namedtuple("Match", "a b size")


def _ratio(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Finds the longest block two sequences share, then those before and after it, and so on.

    Junk and what is very frequent in a long second sequence starts no block, but can be at the edges of one.
    """

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk = isjunk
        self.a = self.b = None
        self.autojunk = autojunk
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        """Set both sequences."""
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """Set the first sequence. What is known of the second is kept, so compare many with one by setting this one."""
        if a is not self.a:
            self.a = a
            self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        """Set the second sequence."""
        if b is not self.b:
            self.b = b
            self.matching_blocks = self.opcodes = self.fullbcount = None
            self._index()

    def _index(self):
        # Where in b every item is, without the junk and without what is popular.
        self.b2j = b2j = {}
        for i, item in enumerate(self.b):
            b2j.setdefault(item, []).append(i)
        self.bjunk = set()
        if self.isjunk is not None:
            self.bjunk = {item for item in b2j if self.isjunk(item)}
            for item in self.bjunk:
                del b2j[item]
        self.bpopular = set()
        n = len(self.b)
        if self.autojunk and n >= 200:
            most = n // 100 + 1
            self.bpopular = {item for item, places in b2j.items() if len(places) > most}
            for item in self.bpopular:
                del b2j[item]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """The longest block in a[alo:ahi] and b[blo:bhi]; of several the one that starts first in a, then in b."""
        a, b, b2j = self.a, self.b, self.b2j
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        i, j, size = alo, blo, 0
        # Length of the block that ends at this item of a and at each index of b.
        lengths = {}
        for x in range(alo, ahi):
            longer = {}
            for y in b2j.get(a[x], ()):
                if y < blo:
                    continue
                if y >= bhi:
                    break
                longer[y] = n = lengths.get(y - 1, 0) + 1
                if n > size:
                    i, j, size = x - n + 1, y - n + 1, n
            lengths = longer
        junk = self.bjunk
        # First the popular ones around it, then junk.
        for is_wanted in (lambda item: item not in junk, lambda item: item in junk):
            while i > alo and j > blo and a[i - 1] == b[j - 1] and is_wanted(b[j - 1]):
                i, j, size = i - 1, j - 1, size + 1
            while i + size < ahi and j + size < bhi and a[i + size] == b[j + size] and is_wanted(b[j + size]):
                size += 1
        return Match(i, j, size)

    def get_matching_blocks(self):
        """All blocks in order, the last one of size 0 behind the ends."""
        if self.matching_blocks is None:
            blocks = []
            waiting = [(0, len(self.a), 0, len(self.b))]
            while waiting:
                alo, ahi, blo, bhi = waiting.pop()
                i, j, size = self.find_longest_match(alo, ahi, blo, bhi)
                if size:
                    blocks.append((i, j, size))
                    if alo < i and blo < j:
                        waiting.append((alo, i, blo, j))
                    if i + size < ahi and j + size < bhi:
                        waiting.append((i + size, ahi, j + size, bhi))
            blocks.sort()
            joined = []
            for i, j, size in blocks:
                if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
                    joined[-1][2] += size
                else:
                    joined.append([i, j, size])
            joined.append([len(self.a), len(self.b), 0])
            self.matching_blocks = [Match(*block) for block in joined]
        return self.matching_blocks

    def get_opcodes(self):
        """How to get from a to b: (tag, i1, i2, j1, j2) with the tags replace, delete, insert and equal."""
        if self.opcodes is None:
            self.opcodes = codes = []
            i = j = 0
            for ai, bj, size in self.get_matching_blocks():
                if i < ai or j < bj:
                    tag = "insert" if i == ai else "delete" if j == bj else "replace"
                    codes.append((tag, i, ai, j, bj))
                i, j = ai + size, bj + size
                if size:
                    codes.append(("equal", ai, i, bj, j))
        return self.opcodes

    def get_grouped_opcodes(self, n=3):
        """The opcodes in groups, each with up to n equal items around its changes."""
        codes = list(self.get_opcodes()) or [("equal", 0, 1, 0, 1)]
        if codes[0][0] == "equal":
            tag, i1, i2, j1, j2 = codes[0]
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if codes[-1][0] == "equal":
            tag, i1, i2, j1, j2 = codes[-1]
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == "equal" and i2 - i1 > 2 * n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        """How much they are alike, 0 to 1: twice the length of all blocks by the length of both."""
        matches = sum(size for i, j, size in self.get_matching_blocks())
        return _ratio(matches, len(self.a) + len(self.b))

    def quick_ratio(self):
        """A number not below ratio(), found without regard to order."""
        if self.fullbcount is None:
            self.fullbcount = counts = {}
            for item in self.b:
                counts[item] = counts.get(item, 0) + 1
        left = {}
        matches = 0
        for item in self.a:
            n = left[item] if item in left else self.fullbcount.get(item, 0)
            left[item] = n - 1
            if n > 0:
                matches += 1
        return _ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """A number not below ratio(), found from the lengths."""
        la, lb = len(self.a), len(self.b)
        return _ratio(min(la, lb), la + lb)

    __class_getitem__ = classmethod(GenericAlias)


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """Up to n of the possibilities that are most like the word, the best first."""
    if not n > 0:
        raise ValueError(f"n must be > 0: {n!r}")
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f"cutoff must be in [0.0, 1.0]: {cutoff!r}")
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    found = []
    for each in possibilities:
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff and matcher.ratio() >= cutoff:
            found.append((matcher.ratio(), each))
    return [each for score, each in _nlargest(n, found)]


class Differ:
    """Compares texts line by line, and similar lines character by character."""

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        """Yield the lines of both with '- ', '+ ', '  ' before them, and '? ' lines that point at what differs."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == "equal":
                yield from _prefixed("  ", a, alo, ahi)
            elif tag == "replace":
                yield from self._changed(a, alo, ahi, b, blo, bhi)
            else:
                yield from _unlike(a, alo, ahi, b, blo, bhi)

    def _changed(self, a, alo, ahi, b, blo, bhi):
        # The two lines that are most alike are put side by side, then the same is done before and after them.
        matcher = SequenceMatcher(self.charjunk)
        found = self._most_alike(a, alo, ahi, b, blo, bhi, matcher)
        if found is None:
            yield from _unlike(a, alo, ahi, b, blo, bhi)
            return
        i, j = found
        yield from self._between(a, alo, i, b, blo, j)
        yield from self._pair(a[i], b[j], matcher)
        yield from self._between(a, i + 1, ahi, b, j + 1, bhi)

    def _between(self, a, alo, ahi, b, blo, bhi):
        make = self._changed if alo < ahi and blo < bhi else _unlike
        return make(a, alo, ahi, b, blo, bhi)

    def _most_alike(self, a, alo, ahi, b, blo, bhi, matcher):
        # Equal lines count only when no two others are alike enough: they have been matched where it is worth it.
        best = equal = None
        best_ratio = 0.74
        for j in range(blo, bhi):
            line = b[j]
            matcher.set_seq2(line)
            for i in range(alo, ahi):
                if a[i] == line:
                    equal = equal or (i, j)
                    continue
                matcher.set_seq1(a[i])
                if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
                    ratio = matcher.ratio()
                    if ratio > best_ratio:
                        best, best_ratio = (i, j), ratio
        return equal if best_ratio < 0.75 else best

    def _pair(self, before, after, matcher):
        if before == after:
            yield "  " + before
            return
        matcher.set_seqs(before, after)
        marks_before = marks_after = ""
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            mark_before, mark_after = _MARKS[tag]
            marks_before += mark_before * (i2 - i1)
            marks_after += mark_after * (j2 - j1)
        yield from self._qformat(before, after, marks_before, marks_after)

    def _qformat(self, aline, bline, atags, btags):
        for sign, line, marks in (("- ", aline, atags), ("+ ", bline, btags)):
            yield sign + line
            # White space of the line stays below it, so that tabs keep their width.
            marks = "".join(c if mark == " " and c.isspace() else mark for c, mark in zip(line, marks)).rstrip()
            if marks:
                yield f"? {marks}\n"


_MARKS = {"replace": ("^", "^"), "delete": ("-", ""), "insert": ("", "+"), "equal": (" ", " ")}


def _prefixed(prefix, lines, low, high):
    for i in range(low, high):
        yield prefix + lines[i]


def _unlike(a, alo, ahi, b, blo, bhi):
    # The shorter block goes first.
    if bhi - blo < ahi - alo and blo < bhi:
        yield from _prefixed("+ ", b, blo, bhi)
        yield from _prefixed("- ", a, alo, ahi)
    else:
        yield from _prefixed("- ", a, alo, ahi)
        yield from _prefixed("+ ", b, blo, bhi)


def IS_LINE_JUNK(line, pat=None):
    """Whether a line is blank but for at most one '#'."""
    if pat is not None:
        return pat(line) is not None
    return line.strip() in ("", "#")


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    """Whether a character is a space or a tab."""
    return ch in ws


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """The comparison of two lists of lines, as Differ makes it."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The lines of the first (1) or second (2) text from a comparison by Differ or ndiff."""
    try:
        sign = {1: "- ", 2: "+ "}[int(which)]
    except KeyError:
        raise ValueError(f"unknown delta choice (must be 1 or 2): {which!r}") from None
    for line in delta:
        if line[:2] in ("  ", sign):
            yield line[2:]


def _check_types(a, b, *args):
    # Bytes need diff_bytes: joined with the texts around them they would be shown as b'…'.
    if a and not isinstance(a[0], str):
        raise TypeError(f"lines to compare must be str, not {type(a[0]).__name__} ({a[0]!r})")
    if b and not isinstance(b[0], str):
        raise TypeError(f"lines to compare must be str, not {type(b[0]).__name__} ({b[0]!r})")
    for arg in args:
        if not isinstance(arg, str):
            raise TypeError(f"all arguments must be str, not: {arg!r}")


def _heading(sign, name, date, lineterm):
    return f"{sign} {name}{f'{chr(9)}{date}' if date else ''}{lineterm}"


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """Yield the comparison of two lists of lines in the unified form."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield _heading("---", fromfile, fromfiledate, lineterm)
            yield _heading("+++", tofile, tofiledate, lineterm)
        first, last = group[0], group[-1]
        yield f"@@ -{_unified_range(first[1], last[2])} +{_unified_range(first[3], last[4])} @@{lineterm}"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from _prefixed(" ", a, i1, i2)
            else:
                yield from _prefixed("-", a, i1, i2)
                yield from _prefixed("+", b, j1, j2)


def _unified_range(start, stop):
    length = stop - start
    if length == 1:
        return f"{start + 1}"
    return f"{start + 1 if length else start},{length}"


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """Yield the comparison of two lists of lines in the context form."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    signs = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield _heading("***", fromfile, fromfiledate, lineterm)
            yield _heading("---", tofile, tofiledate, lineterm)
        first, last = group[0], group[-1]
        tags = {code[0] for code in group}
        yield f"***************{lineterm}"
        yield f"*** {_context_range(first[1], last[2])} ****{lineterm}"
        if tags & {"replace", "delete"}:
            for tag, i1, i2, j1, j2 in group:
                if tag != "insert":
                    yield from _prefixed(signs[tag], a, i1, i2)
        yield f"--- {_context_range(first[3], last[4])} ----{lineterm}"
        if tags & {"replace", "insert"}:
            for tag, i1, i2, j1, j2 in group:
                if tag != "delete":
                    yield from _prefixed(signs[tag], b, j1, j2)


def _context_range(start, stop):
    length = stop - start
    first = start + 1 if length else start
    return f"{first}" if length <= 1 else f"{first},{start + length}"


def diff_bytes(dfunc, a, b, fromfile=b"", tofile=b"", fromfiledate=b"", tofiledate=b"", n=3, lineterm=b"\n"):
    """Use unified_diff or context_diff on lines of bytes."""

    def decode(s):
        try:
            return s.decode("ascii", "surrogateescape")
        except AttributeError as err:
            raise TypeError(f"all arguments must be bytes, not {type(s).__name__} ({s!r})") from err

    lines = dfunc(
        list(map(decode, a)), list(map(decode, b)), decode(fromfile), decode(tofile), decode(fromfiledate),
        decode(tofiledate), n, decode(lineterm),
    )
    for line in lines:
        yield line.encode("ascii", "surrogateescape")
