"""Wrapping and indenting text."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_whitespace = "\t\n\x0b\x0c\r "


def _is_letter(text, i):
    return 0 <= i < len(text) and (text[i].isalpha() or text[i] == "_")


def _is_word(text, i):
    return 0 <= i < len(text) and (text[i].isalnum() or text[i] == "_")


def _is_word_or_mark(text, i):
    return _is_word(text, i) or 0 <= i < len(text) and text[i] in "!\"'&.,?"


def _past_dash(text, i):
    # Behind a dash of two hyphens or more between words; 0 when there is none.
    end = i
    while end < len(text) and text[end] == "-":
        end += 1
    return end if end - i >= 2 and _is_word_or_mark(text, i - 1) and _is_word(text, end) else 0


def _breaks_behind_hyphen(text, i):
    # Whether the hyphen at i joins two words of which each has letters.
    before = (_is_letter(text, i - 2) and _is_letter(text, i - 1)) or (
        _is_letter(text, i - 3) and text[i - 2] == "-" and _is_word_or_mark(text, i - 1)
    )
    after = _is_letter(text, i + 1) and (
        _is_letter(text, i + 2) or text[i + 2 : i + 3] == "-" and _is_letter(text, i + 3)
    )
    return before and after


def _pieces(text, at_hyphens):
    # Runs of white space, words, parts of hyphenated words, and dashes between words.
    pieces = []
    i = 0
    while i < len(text):
        end = i
        if text[i] in _whitespace:
            while end < len(text) and text[end] in _whitespace:
                end += 1
        elif not at_hyphens:
            while end < len(text) and text[end] not in _whitespace:
                end += 1
        else:
            end = _past_dash(text, i)
            if not end:
                end = i + 1
                while end < len(text) and text[end] not in _whitespace:
                    if text[end] == "-":
                        if _breaks_behind_hyphen(text, end):
                            end += 1
                            break
                        if _past_dash(text, end):
                            break
                    end += 1
        pieces.append(text[i:end])
        i = end
    return pieces


class TextWrapper:
    """The options of wrapping.

    width; initial_indent and subsequent_indent of the lines; expand_tabs to tabsize; replace_whitespace by spaces;
    fix_sentence_endings: two spaces behind a sentence; break_long_words; break_on_hyphens; drop_whitespace at the ends of
    lines; max_lines, after which `placeholder` stands for the rest.
    """

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    # Derived classes may override these steps.

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = "".join(" " if char in _whitespace else char for char in text)
        return text

    def _split(self, text):
        return _pieces(text, self.break_on_hyphens is True)

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _fix_sentence_endings(self, chunks):
        for i in range(1, len(chunks)):
            if chunks[i] == " " and _ends_sentence(chunks[i - 1]):
                chunks[i] = "  "

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            margin = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(margin) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        left = chunks[::-1]
        while left:
            margin = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(margin)
            if self.drop_whitespace and lines and not left[-1].strip():
                left.pop()
            line, length = self._take_line(left, width)
            if self.drop_whitespace and line and not line[-1].strip():
                length -= len(line.pop())
            if not line:
                continue
            has_room = self.max_lines is None or len(lines) + 1 < self.max_lines
            is_last = not left or self.drop_whitespace and len(left) == 1 and not left[0].strip()
            if has_room or is_last and length <= width:
                lines.append(margin + "".join(line))
                continue
            self._end_with_placeholder(lines, line, length, width, margin)
            break
        return lines

    def _take_line(self, left, width):
        line = []
        length = 0
        while left and length + len(left[-1]) <= width:
            length += len(left[-1])
            line.append(left.pop())
        if left and len(left[-1]) > width:
            self._handle_long_word(left, line, length, width)
            length = sum(map(len, line))
        return line, length

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        room = 1 if width < 1 else width - cur_len
        if self.break_long_words:
            word = reversed_chunks[-1]
            end = room
            if self.break_on_hyphens and len(word) > room:
                hyphen = word.rfind("-", 0, room)
                if hyphen > 0 and word[:hyphen].strip("-"):
                    end = hyphen + 1
            cur_line.append(word[:end])
            reversed_chunks[-1] = word[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _end_with_placeholder(self, lines, line, length, width, margin):
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                lines.append(margin + "".join(line) + self.placeholder)
                return
            length -= len(line.pop())
        if lines:
            # Perhaps it fits behind the line before.
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(margin + self.placeholder.lstrip())

    def wrap(self, text):
        """The lines of a paragraph."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The lines of a paragraph, as one text."""
        return "\n".join(self.wrap(text))


def _ends_sentence(word):
    # A lowercase letter, a full stop, exclamation or question mark, perhaps a quote.
    body = word[:-1] if word[-1:] in ("'", '"') else word
    return len(body) > 1 and body[-1] in ".!?" and "a" <= body[-2] <= "z"


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph, none longer than `width`."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """The lines of a paragraph, none longer than `width`, as one text."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """The text with single spaces, cut between words and ended by a placeholder when it is longer than `width`."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """The text without the white space that all its lines begin with. Lines of nothing but white space become empty."""
    lines = ["" if not line.strip(" \t") else line for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        own = line[: len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = own
        else:
            n = 0
            while n < len(margin) and n < len(own) and margin[n] == own[n]:
                n += 1
            margin = margin[:n]
    return "\n".join(line[len(margin or "") :] for line in lines)


def indent(text, prefix, predicate=None):
    """The text with a prefix before every line that is not blank, or for which the predicate is true."""
    chosen = predicate or str.strip
    return "".join(prefix + line if chosen(line) else line for line in text.splitlines(True))
