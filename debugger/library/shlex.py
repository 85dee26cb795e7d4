"""Command lines split as a shell does it."""

import sys
from collections import deque
from io import StringIO

__all__ = ["shlex", "split", "quote", "join"]

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_")


def split(s, comments=False, posix=True):
    """The words of a command line."""
    if s is None:
        raise ValueError("s argument must not be None")
    words = shlex(s, posix=posix)
    words.whitespace_split = True
    if not comments:
        words.commenters = ""
    return list(words)


def quote(s):
    """A text as one word of a command line."""
    if not s:
        return "''"
    return s if _SAFE.issuperset(s) else "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    """A command line from words; split() undoes it."""
    return " ".join([quote(word) for word in split_command])


class shlex:
    """Reads words from a text or a stream, by classes of characters that can be changed."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        self.instream = StringIO(instream) if isinstance(instream, str) else sys.stdin if instream is None else instream
        self.infile = infile if instream is not None else None
        self.posix = posix
        self.eof = None if posix else ""
        self.commenters = "#"
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ"
        self.whitespace = " \t\r\n"
        self.whitespace_split = False
        self.quotes = "'\""
        self.escape = "\\"
        self.escapedquotes = '"'
        self.state = " "
        self.pushback = deque()
        self.lineno = 1
        self.debug = 0
        self.token = ""
        self.source = None
        self.filestack = deque()
        self._punctuation_chars = "();<>|&" if punctuation_chars is True else punctuation_chars or ""
        if punctuation_chars:
            # Characters of file names and options count as parts of words then.
            self._pushback_chars = deque()
            self.wordchars += "~-./*?="
            self.wordchars = self.wordchars.translate(self.wordchars.maketrans(dict.fromkeys(self._punctuation_chars)))

    @property
    def punctuation_chars(self):
        return self._punctuation_chars

    def push_token(self, tok):
        """The next word will be this one."""
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        """Goes on in another text or stream, and then where it was."""
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile, self.instream = newfile, StringIO(newstream) if isinstance(newstream, str) else newstream
        self.lineno = 1

    def pop_source(self):
        """Goes on where the stream before this one was left."""
        self.instream.close()
        self.infile, self.instream, self.lineno = self.filestack.popleft()
        self.state = " "

    def get_token(self):
        """The next word; `eof` at the end."""
        if self.pushback:
            return self.pushback.popleft()
        word = self.read_token()
        while self.source is not None and word == self.source:
            found = self.sourcehook(self.read_token())
            if found:
                newfile, newstream = found
                self.push_source(newstream, newfile)
            word = self.get_token()
        while word == self.eof and self.filestack:
            self.pop_source()
            word = self.get_token()
        return word

    def sourcehook(self, newfile):
        """Opens what a source word names: there are no files here."""
        raise OSError(f"cannot open {newfile!r}: programs have no files")

    def _next_char(self):
        if self._punctuation_chars and self._pushback_chars:
            return self._pushback_chars.pop()
        return self.instream.read(1)

    def read_token(self):
        """The next word from the stream itself."""
        # state: " " between words, "a" in a word, "c" in punctuation, a quote in quotes, an escape behind one, None at the end.
        quoted = False
        behind_escape = " "
        while True:
            char = self._next_char()
            if char == "\n":
                self.lineno += 1
            state = self.state
            if state is None:
                self.token = ""
                break
            if state in self.quotes:
                quoted = True
                if not char:
                    raise ValueError("No closing quotation")
                if char == state:
                    if not self.posix:
                        self.token += char
                        self.state = " "
                        break
                    self.state = "a"
                elif self.posix and char in self.escape and state in self.escapedquotes:
                    behind_escape, self.state = state, char
                else:
                    self.token += char
                continue
            if state in self.escape:
                if not char:
                    raise ValueError("No escaped character")
                # In quotes, only the quote and the escape itself can be escaped.
                if behind_escape in self.quotes and char != state and char != behind_escape:
                    self.token += state
                self.token += char
                self.state = behind_escape
                continue
            inside = state != " "
            if not char:
                self.state = None
                break
            if char in self.whitespace:
                self.state = " "
                if self.token or self.posix and quoted:
                    break
                continue
            if char in self.commenters:
                self.instream.readline()
                self.lineno += 1
                if not inside:
                    continue
                if self.posix:
                    self.state = " "
                    if self.token or quoted:
                        break
                continue
            if state == "c":
                if char in self._punctuation_chars:
                    self.token += char
                    continue
                self._pushback_chars.append(char)
                self.state = " "
                break
            if self.posix and char in self.escape:
                behind_escape, self.state = "a", char
            elif char in self.wordchars:
                self.token += char
                self.state = "a"
            elif char in self._punctuation_chars:
                if inside:
                    self._pushback_chars.append(char)
                    self.state = " "
                    break
                self.token = char
                self.state = "c"
            elif char in self.quotes:
                # Without POSIX rules a quote begins a word, and is a character like others within one.
                if not self.posix:
                    self.token += char
                if self.posix or not inside:
                    self.state = char
            elif self.whitespace_split:
                self.token += char
                self.state = "a"
            elif inside:
                if self._punctuation_chars:
                    self._pushback_chars.append(char)
                else:
                    self.pushback.appendleft(char)
                self.state = " "
                if self.token or self.posix and quoted:
                    break
            else:
                self.token = char
                break
        word, self.token = self.token, ""
        if self.posix and not quoted and word == "":
            return None
        return word

    def error_leader(self, infile=None, lineno=None):
        """How a message about the place begins."""
        return f'"{self.infile if infile is None else infile}", line {self.lineno if lineno is None else lineno}: '

    def __iter__(self):
        return self

    def __next__(self):
        word = self.get_token()
        if word == self.eof:
            raise StopIteration
        return word
