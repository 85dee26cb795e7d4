"""Reading dates and times by a format: strptime() of time and datetime."""

import re

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)


def _one_of(name, words):
    # The longest first, since one may begin with another.
    return f"(?P<{name}>{'|'.join(sorted(words, key=len, reverse=True))})"


_PATTERNS = {
    "d": r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])",
    "f": r"(?P<f>[0-9]{1,6})",
    "H": r"(?P<H>2[0-3]|[0-1]\d|\d| \d)",
    "I": r"(?P<I>1[0-2]|0[1-9]|[1-9]| [1-9])",
    "G": r"(?P<G>\d\d\d\d)",
    "j": r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
    "m": r"(?P<m>1[0-2]|0[1-9]|[1-9])",
    "M": r"(?P<M>[0-5]\d|\d)",
    "S": r"(?P<S>6[0-1]|[0-5]\d|\d)",
    "U": r"(?P<U>5[0-3]|[0-4]\d|\d)",
    "W": r"(?P<W>5[0-3]|[0-4]\d|\d)",
    "w": r"(?P<w>[0-6])",
    "u": r"(?P<u>[1-7])",
    "V": r"(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)",
    "y": r"(?P<y>\d\d)",
    "Y": r"(?P<Y>\d\d\d\d)",
    "z": r"(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z))",
    "A": _one_of("A", _DAYS),
    "a": _one_of("a", [day[:3] for day in _DAYS]),
    "B": _one_of("B", _MONTHS),
    "b": _one_of("b", [month[:3] for month in _MONTHS]),
    "p": _one_of("p", ("am", "pm")),
    "Z": _one_of("Z", ("utc", "gmt")),
    "%": "%",
}
_LONG = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}

_compiled = {}


def _pattern(format):
    # A warning is given when a format is compiled, so how many are kept can be seen.
    if len(_compiled) > 5:
        _compiled.clear()
    known = _compiled.get(format)
    if known is not None:
        return known
    parts = []
    i = 0
    text = format
    year_in_format = day_of_month = False
    while i < len(text):
        char = text[i]
        i += 1
        if char.isspace():
            while i < len(text) and text[i].isspace():
                i += 1
            parts.append(r"\s+")
        elif char != "%":
            parts.append(re.escape(char))
        elif i == len(text):
            raise ValueError(f"stray % in format '{format}'")
        else:
            letter = text[i]
            i += 1
            if letter in _LONG:
                text = text[:i] + _LONG[letter] + text[i:]
            elif letter in _PATTERNS:
                parts.append(_PATTERNS[letter])
                year_in_format = year_in_format or letter in "YyG"
                day_of_month = day_of_month or letter == "d"
            else:
                raise ValueError(f"'{letter}' is a bad directive in format '{format}'")
    if day_of_month and not year_in_format:
        import warnings

        warnings.warn(
            "Parsing dates involving a day of month without a year specified is ambiguious\n"
            "and fails to parse leap day. The default behavior will change in Python 3.15\n"
            "to either always raise an exception or to use a different default year (TBD).\n"
            "To avoid trouble, add a specific year to the input & format.\n"
            "See https://github.com/python/cpython/issues/70647.",
            DeprecationWarning, stacklevel=_level_of_program(),
        )
    found = re.compile("".join(parts), re.IGNORECASE)
    _compiled[format] = found
    return found


def _level_of_program():
    import sys

    level = 1
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__") in ("_strptime", "datetime"):
        frame = frame.f_back
        level += 1
    return level


def _read(text, format):
    for i, argument in enumerate((text, format)):
        if not isinstance(argument, str):
            raise TypeError(f"strptime() argument {i} must be str, not {type(argument)}")
    try:
        pattern = _pattern(format)
    except re.error as error:
        # A directive that is there twice.
        raise error from None
    match = pattern.match(text)
    if not match:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if len(text) != match.end():
        raise ValueError(f"unconverted data remains: {text[match.end():]}")
    return match.groupdict()


def _fields(text, format):
    # (year, month, day, hour, minute, second, weekday, day of the year, dst), microseconds, offset, name of the zone.
    found = _read(text, format)

    def number(letter):
        value = found.get(letter)
        return None if value is None else int(value)

    month = number("m")
    for letter, length in (("B", None), ("b", 3)):
        if letter in found:
            month = [name[:length] for name in _MONTHS].index(found[letter].lower()) + 1
    weekday = number("w")
    if weekday is not None:
        weekday = (weekday + 6) % 7
    if "u" in found:
        weekday = number("u") - 1
    for letter, length in (("A", None), ("a", 3)):
        if letter in found:
            weekday = [name[:length] for name in _DAYS].index(found[letter].lower())
    hour = number("H")
    if "I" in found:
        hour = number("I") % 12
        if found.get("p", "").lower() == "pm":
            hour += 12
    year = number("Y")
    if "y" in found:
        year = number("y")
        year += 2000 if year <= 68 else 1900
    offset, micros_of_offset = _offset(found.get("z"))
    name = found.get("Z")
    is_dst = -1
    if name is not None:
        name = name.upper()
        is_dst = 0
    iso_year, iso_week = number("G"), number("V")
    day_of_year = number("j")
    if iso_year is not None:
        if day_of_year is not None:
            raise ValueError(
                "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead."
            )
        if iso_week is None or weekday is None:
            raise ValueError(
                "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive "
                "('%A', '%a', '%w', or '%u')."
            )
    elif iso_week is not None:
        if year is None or weekday is None:
            raise ValueError(
                "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive "
                "('%A', '%a', '%w', or '%u')."
            )
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
    day = number("d")
    leap_day_without_year = False
    if year is None and month == 2 and day == 29:
        # The usual year has no such day.
        year, leap_day_without_year = 1904, True
    elif year is None:
        year = 1900
    import datetime

    if day_of_year is None and weekday is not None:
        week, starts = (number("U"), 6) if "U" in found else (number("W"), 0)
        if week is not None:
            # Days before the first Sunday or Monday are in week 0.
            first = datetime.date(year, 1, 1).weekday()
            into = (weekday - starts) % 7
            offset_of_first = (7 - (first - starts) % 7) % 7
            day_of_year = 1 + offset_of_first + (week - 1) * 7 + into
            if day_of_year <= 0:
                year -= 1
                day_of_year += 366 if datetime._is_leap(year) else 365
        elif iso_year is not None:
            date = datetime.date.fromisocalendar(iso_year, iso_week, weekday + 1)
            year, month, day = date.year, date.month, date.day
    if day_of_year is None:
        month = 1 if month is None else month
        day = 1 if day is None else day
        ordinal = datetime.date(year, month, day).toordinal()
        day_of_year = ordinal - datetime.date(year, 1, 1).toordinal() + 1
    else:
        date = datetime.date.fromordinal(day_of_year - 1 + datetime.date(year, 1, 1).toordinal())
        year, month, day = date.year, date.month, date.day
    if weekday is None:
        weekday = datetime.date(year, month, day).weekday()
    if leap_day_without_year:
        year = 1900
    micros = int(found["f"].ljust(6, "0")) if "f" in found else 0
    fields = (year, month, day, hour or 0, number("M") or 0, number("S") or 0, weekday, day_of_year, is_dst)
    return fields, micros, offset if micros_of_offset == 0 else offset + micros_of_offset, name


def _offset(text):
    # Seconds, and the fraction of a second.
    if text is None:
        return None, 0
    if text == "Z":
        return 0, 0
    sign = -1 if text[0] == "-" else 1
    digits = text[1:]
    if digits[2] == ":":
        if len(digits) > 5 and digits[5] != ":":
            raise ValueError(f"Inconsistent use of : in {text}")
        digits = digits.replace(":", "")
    digits, _, fraction = digits.partition(".")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:6] or 0)
    return sign * seconds, sign * int(fraction.ljust(6, "0")) / 1e6 if fraction else 0


def datetime_fields(text, format):
    """(year … microsecond), seconds from UTC or None, name of the zone or None."""
    fields, micros, offset, name = _fields(text, format)
    return (*fields[:6], micros), offset, name


def struct_time(text, format="%a %b %d %H:%M:%S %Y"):
    """What time.strptime() gives."""
    import time

    return time.struct_time(_fields(text, format)[0])
