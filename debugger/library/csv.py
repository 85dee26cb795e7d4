"""Tables as comma-separated values."""

import types

__all__ = [
    "QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "QUOTE_STRINGS", "QUOTE_NOTNULL", "Error", "Dialect",
    "excel", "excel_tab", "field_size_limit", "reader", "writer", "register_dialect", "get_dialect", "list_dialects",
    "unregister_dialect", "DictReader", "DictWriter", "unix_dialect",
]

__version__ = "1.0"
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)


class Error(Exception):
    """A table that cannot be read or written."""

    __module__ = "_csv"


# ---- dialects ----

_SETTINGS = {
    "delimiter": ",", "doublequote": True, "escapechar": None, "lineterminator": "\r\n", "quotechar": '"',
    "quoting": QUOTE_MINIMAL, "skipinitialspace": False, "strict": False,
}
_dialects = {}


class _Settings:
    """A checked dialect."""

    def __init__(self, dialect, options):
        for name in options:
            if name not in _SETTINGS:
                raise TypeError(f"this function got an unexpected keyword argument {name!r}")
        found = {
            name: options[name] if name in options else getattr(dialect, name, usual) for name, usual in _SETTINGS.items()
        }
        if not isinstance(found["quoting"], int):
            raise TypeError('"quoting" must be an integer')
        for name in ("delimiter", "escapechar", "quotechar"):
            self._check_char(name, found[name])
        if not isinstance(found["lineterminator"], str):
            raise TypeError('"lineterminator" must be a string')
        if not 0 <= found["quoting"] <= QUOTE_NOTNULL:
            raise TypeError('bad "quoting" value')
        if found["quotechar"] is None and "quoting" not in options:
            found["quoting"] = QUOTE_NONE
        if found["quotechar"] is None and found["quoting"] != QUOTE_NONE:
            raise TypeError("quotechar must be set if quoting enabled")
        for name in ("doublequote", "skipinitialspace", "strict"):
            found[name] = bool(found[name])
        self._check_values(found)
        self.__dict__.update(found)

    def _check_char(self, name, value):
        if value is None and name != "delimiter":
            return
        if not isinstance(value, str):
            wanted = "string" if name == "delimiter" else "string or None"
            raise TypeError(f'"{name}" must be {wanted}, not {type(value).__name__}')
        if len(value) != 1:
            raise TypeError(f'"{name}" must be a 1-character string')

    def _check_values(self, found):
        chars = ("delimiter", "escapechar", "quotechar")
        for name in chars:
            if found[name] in ("\n", "\r") or name != "delimiter" and found[name] == " " and found["skipinitialspace"]:
                raise ValueError(f"bad {name} value")
        for place, name in enumerate(chars):
            for other in chars[place + 1 :]:
                if found[name] is not None and found[name] == found[other]:
                    raise ValueError(f"bad {name} or {other} value")
            if found[name] is not None and found[name] in found["lineterminator"]:
                raise ValueError(f"bad {name} or lineterminator value")


def _settings_of(dialect, options):
    if isinstance(dialect, str):
        dialect = get_dialect(dialect)
    if isinstance(dialect, _Settings) and not options:
        return dialect
    return _Settings(dialect, options)


class Dialect:
    """The base of classes that describe a dialect by their attributes."""

    _name = ""
    _valid = False
    delimiter = quotechar = escapechar = doublequote = skipinitialspace = lineterminator = quoting = None

    def __init__(self):
        if self.__class__ != Dialect:
            self._valid = True
        try:
            _settings_of(self, {})
        except TypeError as error:
            raise Error(str(error)) from None


def _dialect_class(name, doc, **settings):
    return type(name, (Dialect,), {"__doc__": doc, "__module__": __name__, **settings})


_USUAL = {**_SETTINGS, "quoting": QUOTE_MINIMAL}
del _USUAL["escapechar"], _USUAL["strict"]
excel = _dialect_class("excel", "What spreadsheets write.", **_USUAL)
excel_tab = type("excel_tab", (excel,), {"__doc__": "What spreadsheets write with tabs.", "__module__": __name__, "delimiter": "\t"})
unix_dialect = _dialect_class(
    "unix_dialect", "What Unix programs write.", **{**_USUAL, "lineterminator": "\n", "quoting": QUOTE_ALL}
)


def register_dialect(name, dialect=None, /, **fmtparams):
    """Gives a dialect a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _settings_of(dialect, fmtparams)


def unregister_dialect(name):
    """Forgets a name."""
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    """The dialect of a name."""
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    """All names."""
    return list(_dialects)


for _name, _dialect in (("excel", excel), ("excel-tab", excel_tab), ("unix", unix_dialect)):
    register_dialect(_name, _dialect)
del _name, _dialect
_limit = [128 * 1024]


def field_size_limit(*args):
    """How long a field may be; sets it when a number is given."""
    old = _limit[0]
    if args:
        if not isinstance(args[0], int):
            raise TypeError("limit must be an integer")
        _limit[0] = args[0]
    return old


# ---- reading ----


class _Reader:
    """Rows of fields from lines of text."""

    def __init__(self, iterable, dialect=None, /, **fmtparams):
        self._lines = iter(iterable)
        self.dialect = _settings_of(dialect, fmtparams)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        self._row, self._field, self._quoted = [], [], False
        self._state = self._row_begins
        while True:
            line = next(self._lines, _end)
            if line is _end:
                if self._field or self._state == self._within_quotes:
                    if self.dialect.strict:
                        raise Error("unexpected end of data")
                    self._save()
                    return self._row
                if self._state == self._row_begins or not self._row:
                    raise StopIteration
                return self._row
            if not isinstance(line, str):
                raise Error(
                    f"iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)"
                )
            self.line_num += 1
            for char in line:
                self._state = self._state(char)
            self._state = self._state("")
            if self._state == self._row_begins:
                return self._row

    # Each state takes a character, "" at the end of a line, and gives the next.

    def _save(self):
        text = "".join(self._field)
        quoting = self.dialect.quoting
        if not self._quoted:
            if quoting == QUOTE_NONNUMERIC and text or quoting == QUOTE_STRINGS and text:
                text = float(text)
            elif quoting in (QUOTE_NOTNULL, QUOTE_STRINGS) and not text:
                text = None
        self._row.append(text)
        self._field, self._quoted = [], False

    def _add(self, char):
        if len(self._field) >= _limit[0]:
            raise Error(f"field larger than field limit ({_limit[0]})")
        self._field.append(char)

    def _row_begins(self, char):
        if char == "":
            return self._row_begins
        if char in "\r\n":
            return self._row_ended
        return self._field_begins(char)

    def _row_ended(self, char):
        if char == "":
            return self._row_begins
        if char in "\r\n":
            return self._row_ended
        raise Error("new-line character seen in unquoted field - do you need to open the file with newline=''?")

    def _field_ended(self, char):
        # At a delimiter or the end of the line.
        self._save()
        if char == "":
            return self._row_begins
        return self._row_ended if char in "\r\n" else self._field_begins

    def _field_begins(self, char):
        d = self.dialect
        if char == "" or char in "\r\n" or char == d.delimiter:
            return self._field_ended(char)
        if char == d.quotechar and d.quoting != QUOTE_NONE:
            self._quoted = True
            return self._within_quotes
        if char == d.escapechar:
            return self._escaped
        if char == " " and d.skipinitialspace:
            return self._field_begins
        self._add(char)
        return self._within

    def _within(self, char):
        d = self.dialect
        if char == "" or char in "\r\n" or char == d.delimiter:
            return self._field_ended(char)
        if char == d.escapechar:
            return self._escaped
        self._add(char)
        return self._within

    def _escaped(self, char):
        if char == "":
            self._add("\n")
            return self._escaped_end
        self._add(char)
        return self._escaped_end if char in "\r\n" else self._within

    def _escaped_end(self, char):
        return self._within if char == "" else self._within(char)

    def _within_quotes(self, char):
        d = self.dialect
        if char == "":
            return self._within_quotes
        if char == d.escapechar:
            return self._escaped_in_quotes
        if char == d.quotechar and d.quoting != QUOTE_NONE:
            return self._quote_in_quotes if d.doublequote else self._within
        self._add(char)
        return self._within_quotes

    def _escaped_in_quotes(self, char):
        self._add("\n" if char == "" else char)
        return self._within_quotes

    def _quote_in_quotes(self, char):
        d = self.dialect
        if char == d.quotechar and char:
            self._add(char)
            return self._within_quotes
        if char == "" or char in "\r\n" or char == d.delimiter:
            return self._field_ended(char)
        if d.strict:
            raise Error(f"'{d.delimiter}' expected after '{d.quotechar}'")
        self._add(char)
        return self._within


_end = object()


def reader(iterable, dialect="excel", /, **fmtparams):
    """An iterator of rows, each a list of fields."""
    return _Reader(iterable, dialect, **fmtparams)


# ---- writing ----


class _Writer:
    """Writes rows to an object with a write method."""

    def __init__(self, file, dialect, fmtparams):
        if not callable(getattr(file, "write", None)):
            raise TypeError('argument 1 must have a "write" method')
        self._write = file.write
        self.dialect = _settings_of(dialect, fmtparams)

    def writerow(self, row, /):
        try:
            values = list(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        d = self.dialect
        fields = [self._field(value, len(values) == 1) for value in values]
        return self._write(d.delimiter.join(fields) + d.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)

    def _field(self, value, alone):
        d = self.dialect
        is_number = isinstance(value, (int, float, complex)) or hasattr(type(value), "__float__")
        text = "" if value is None else value if isinstance(value, str) else str(value)
        quotes = (
            d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not is_number
            or d.quoting == QUOTE_STRINGS and isinstance(value, str) or d.quoting == QUOTE_NOTNULL and value is not None
        )
        special = {d.delimiter, d.escapechar, d.quotechar, "\r", "\n", *d.lineterminator}
        written = []
        for char in text:
            if char in special:
                escapes = False
                if d.quoting == QUOTE_NONE:
                    escapes = True
                elif char == d.quotechar:
                    written += [char] if d.doublequote else []
                    escapes = not d.doublequote
                    quotes = quotes or d.doublequote
                elif char == d.escapechar:
                    escapes = True
                else:
                    quotes = True
                if escapes:
                    if d.escapechar is None:
                        raise Error("need to escape, but no escapechar set")
                    written.append(d.escapechar)
            written.append(char)
        if not text and (alone or d.delimiter == " " and d.skipinitialspace):
            if d.quoting == QUOTE_NONE or value is None and d.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL):
                if alone:
                    raise Error("single empty field record must be quoted")
            else:
                quotes = True
        if text[:1] == " " and d.skipinitialspace and d.delimiter == " ":
            quotes = True
        body = "".join(written)
        return f"{d.quotechar}{body}{d.quotechar}" if quotes else body


def writer(fileobj, dialect="excel", /, **fmtparams):
    """What writes rows to a file, or anything with a write method."""
    return _Writer(fileobj, dialect, fmtparams)


# ---- rows as dicts ----


class DictReader:
    """Rows as dicts, by the names in the first row or those given."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self._fieldnames = fieldnames
        self.restkey, self.restval = restkey, restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        names = self.fieldnames if self.line_num == 0 else self._fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        self.line_num = self.reader.line_num
        names = self._fieldnames if names is None else names
        found = dict(zip(names, row))
        if len(names) < len(row):
            found[self.restkey] = row[len(names) :]
        for name in names[len(row) :]:
            found[name] = self.restval
        return found

    __class_getitem__ = classmethod(types.GenericAlias)


class DictWriter:
    """Writes dicts as rows, in the order of the names."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self.fieldnames, self.restval = fieldnames, restval
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction = extrasaction.lower()
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _values(self, row):
        if self.extrasaction == "raise":
            strange = row.keys() - self.fieldnames
            if strange:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join([repr(name) for name in strange]))
        return (row.get(name, self.restval) for name in self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._values(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._values, rowdicts))

    __class_getitem__ = classmethod(types.GenericAlias)
