"""Dates, times and what is between them."""

import time as _time
from _engine import name_in_messages as _name_in_messages
from operator import index as _index

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")

MINYEAR = 1
MAXYEAR = 9999

_DAYS_IN_MONTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_ORDINAL = 3652059
_EPOCH = 719163  # ordinal of 1970-01-01
_DAY = 86400
_MICROSECONDS = 1_000_000


# ---- the calendar ----


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN_MONTH[month]


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _ordinal(year, month, day):
    return _days_before_year(year) + _DAYS_BEFORE[month] + (month > 2 and _is_leap(year)) + day


def _from_ordinal(n):
    # Whole cycles of 400, 100 and 4 years, then years and months.
    n -= 1
    cycles, n = divmod(n, 146097)
    centuries, n = divmod(n, 36524)
    fours, n = divmod(n, 1461)
    years, n = divmod(n, 365)
    year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
    if years == 4 or centuries == 4:
        return year - 1, 12, 31
    month = 12
    while month > 1:
        before = _DAYS_BEFORE[month] + (month > 2 and _is_leap(year))
        if before <= n:
            return year, month, n - before + 1
        month -= 1
    return year, 1, n + 1


def _first_monday(year):
    # The ordinal of the Monday that week 1 begins with: it has the year's first Thursday.
    first = _ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def _iso_week(year, month, day):
    today = _ordinal(year, month, day)
    monday = _first_monday(year)
    if today < monday:
        year -= 1
        monday = _first_monday(year)
    elif year < MAXYEAR + 1 and today >= _first_monday(year + 1):
        year += 1
        monday = _first_monday(year)
    weeks, weekday = divmod(today - monday, 7)
    return year, weeks + 1, weekday + 1


def _iso_to_ordinal(year, week, weekday):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        long_year = _first_monday(year + 1) - _first_monday(year) == 371
        if week != 53 or not long_year:
            raise ValueError(f"Invalid week: {week}")
    if not 0 < weekday < 8:
        raise ValueError(f"Invalid day: {weekday} (range is [1, 7])")
    return _first_monday(year) + (week - 1) * 7 + weekday - 1


def _whole(value):
    value = _index(value)
    if not -(2**63) <= value < 2**63:
        raise OverflowError("Python int too large to convert to C long")
    if not -(2**31) <= value < 2**31:
        raise OverflowError("signed integer is greater than maximum" if value > 0 else "signed integer is less than minimum")
    return value


def _check_date(year, month, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")


def _check_time(hour, minute, second, microsecond, fold):
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")


def _check_zone(tz):
    if tz is not None and not isinstance(tz, _Tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")


def _missing(name, position):
    raise TypeError(f"function missing required argument '{name}' (pos {position})")


_unset = object()


def _ask_zone(tz, method, value):
    # utcoffset() or dst() of a zone, checked.
    if tz is None:
        return None
    offset = getattr(tz, method)(value)
    if offset is None:
        return None
    if not isinstance(offset, _Timedelta):
        raise TypeError(f"tzinfo.{method}() must return None or timedelta, not '{type(offset).__name__}'")
    if not -_ONE_DAY < offset < _ONE_DAY:
        raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
    return offset


def _offset_text(offset, separator=":"):
    # +HH:MM[:SS[.ffffff]]
    if offset is None:
        return ""
    sign = "+"
    if offset.days < 0:
        sign, offset = "-", -offset
    minutes, seconds = divmod(offset.days * _DAY + offset.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{sign}{hours:02d}{separator}{minutes:02d}"
    if seconds or offset.microseconds:
        text += f"{separator}{seconds:02d}"
        if offset.microseconds:
            text += f".{offset.microseconds:06d}"
    return text


_TIMESPECS = ("auto", "hours", "minutes", "seconds", "milliseconds", "microseconds")


def _time_text(hour, minute, second, microsecond, timespec):
    if timespec not in _TIMESPECS:
        raise ValueError("Unknown timespec value")
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    text = f"{hour:02d}"
    if timespec != "hours":
        text += f":{minute:02d}"
        if timespec != "minutes":
            text += f":{second:02d}"
            if timespec == "milliseconds":
                text += f".{microsecond // 1000:03d}"
            elif timespec == "microseconds":
                text += f".{microsecond:06d}"
    return text


def _formatted(value, template, fields):
    # strftime: what only this module knows is put in first.
    if not isinstance(template, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(template).__name__}")
    parts = []
    i = 0
    while i < len(template):
        char = template[i]
        i += 1
        if char != "%" or i == len(template):
            parts.append(char)
            continue
        letter = template[i]
        i += 1
        if letter == "f":
            parts.append(f"{getattr(value, 'microsecond', 0):06d}")
        elif letter == "z":
            parts.append(_offset_text(_offset_of(value), ""))
        elif letter == ":" and template[i : i + 1] == "z":
            i += 1
            parts.append(_offset_text(_offset_of(value)))
        elif letter == "Z":
            name = value.tzname() if hasattr(value, "tzname") else None
            parts.append("" if name is None else name.replace("%", "%%"))
        elif letter == "G":
            parts.append(f"{_iso_week(*fields[:3])[0]:04d}")
        elif letter == "V":
            parts.append(f"{_iso_week(*fields[:3])[1]:02d}")
        else:
            parts.append("%" + letter)
    return _time.strftime("".join(parts), fields)


def _offset_of(value):
    return value.utcoffset() if hasattr(value, "utcoffset") else None


# ---- timedelta ----


def _rounded(n, by):
    # n / by to the nearest whole number, halves to the even one.
    q, r = divmod(n, by)
    twice = 2 * r
    above = twice > by if by > 0 else twice < by
    return q + 1 if above or twice == by and q % 2 else q


class timedelta:
    """The time between two moments: days, seconds and microseconds."""

    __slots__ = ("_days", "_seconds", "_microseconds", "_hash")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total = 0
        rest = 0.0
        for name, value, unit in (
            ("microseconds", microseconds, 1), ("milliseconds", milliseconds, 1000), ("seconds", seconds, 10**6),
            ("minutes", minutes, 60 * 10**6), ("hours", hours, 3600 * 10**6), ("days", days, _DAY * 10**6),
            ("weeks", weeks, 7 * _DAY * 10**6),
        ):
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                whole = int(value)
                total += whole * unit
                part = (value - whole) * unit
                # A fraction of a unit may be whole microseconds and more.
                whole = int(part)
                total += whole
                rest += part - whole
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        if rest:
            whole = round(rest)
            if abs(rest - int(rest)) == 0.5:
                # A half goes to the even number of microseconds in all.
                whole = 2 * round((rest + (total & 1)) / 2.0) - (total & 1)
            total += whole
        return cls._make(total)

    @classmethod
    def _make(cls, total):
        days, rest = divmod(total, _DAY * _MICROSECONDS)
        if not -999999999 <= days <= 999999999:
            if not -(2**31) <= days < 2**31:
                raise OverflowError("Python int too large to convert to C int")
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self = object.__new__(cls)
        self._days = days
        self._seconds, self._microseconds = divmod(rest, _MICROSECONDS)
        self._hash = None
        return self

    def _total(self):
        return (self._days * _DAY + self._seconds) * _MICROSECONDS + self._microseconds

    @property
    def days(self):
        """Days, below 0 for what goes back."""
        return self._days

    @property
    def seconds(self):
        """Seconds of the day, 0 to 86399."""
        return self._seconds

    @property
    def microseconds(self):
        """Microseconds of the second, 0 to 999999."""
        return self._microseconds

    def total_seconds(self):
        """All of it in seconds."""
        return self._total() / 10**6

    def __repr__(self):
        parts = []
        if self._days:
            parts.append(f"days={self._days}")
        if self._seconds:
            parts.append(f"seconds={self._seconds}")
        if self._microseconds:
            parts.append(f"microseconds={self._microseconds}")
        return f"{_title(self)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, {text}"
        return f"{text}.{self._microseconds:06d}" if self._microseconds else text

    def __add__(self, other):
        if isinstance(other, _Timedelta):
            return timedelta._make(self._total() + other._total())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, _Timedelta):
            return timedelta._make(self._total() - other._total())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, _Timedelta):
            return timedelta._make(other._total() - self._total())
        return NotImplemented

    def __neg__(self):
        return timedelta._make(-self._total())

    def __pos__(self):
        return timedelta._make(self._total())

    def __abs__(self):
        return timedelta._make(abs(self._total()))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._make(self._total() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(_rounded(self._total() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, _Timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            if other == 0:
                raise ZeroDivisionError("integer division or modulo by zero")
            return timedelta._make(_rounded(self._total(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(_rounded(self._total() * b, a))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, _Timedelta):
            return self._total() // other._total()
        if isinstance(other, int):
            return timedelta._make(self._total() // other)
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, _Timedelta):
            return timedelta._make(self._total() % other._total())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, _Timedelta):
            q, r = divmod(self._total(), other._total())
            return q, timedelta._make(r)
        return NotImplemented

    def __eq__(self, other):
        return self._total() == other._total() if isinstance(other, _Timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total() < other._total() if isinstance(other, _Timedelta) else NotImplemented

    def __le__(self, other):
        return self._total() <= other._total() if isinstance(other, _Timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total() > other._total() if isinstance(other, _Timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total() >= other._total() if isinstance(other, _Timedelta) else NotImplemented

    def __hash__(self):
        if self._hash is None:
            self._hash = hash((self._days, self._seconds, self._microseconds))
        return self._hash

    def __bool__(self):
        return self._days != 0 or self._seconds != 0 or self._microseconds != 0

    def __reduce__(self):
        return self.__class__, (self._days, self._seconds, self._microseconds)


def _title(value):
    # As reprs name the class: with its module.
    cls = type(value)
    return f"{cls.__module__}.{cls.__qualname__}" if cls.__module__ == "datetime" else cls.__qualname__


_Timedelta = timedelta
timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(999999999, 86399, 999999)
timedelta.resolution = timedelta(microseconds=1)
_ONE_DAY = timedelta(1)
_ZERO = timedelta(0)


# ---- time zones ----


class tzinfo:
    """A time zone: what is known of it is asked by utcoffset(), dst() and tzname()."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def tzname(self, dt):
        """The name of the zone at a moment."""
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        """How far local time is ahead of UTC."""
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        """How much of it is daylight saving."""
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """The local time of a moment given in UTC."""
        if not isinstance(dt, _Datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        saving = dt.dst()
        if saving is None:
            raise ValueError("fromutc: non-None dst() result required")
        standard = offset - saving
        if standard:
            dt += standard
            saving = dt.dst()
            if saving is None:
                raise ValueError("fromutc(): dt.dst gave inconsistent results; cannot convert")
        return dt + saving

    def __reduce__(self):
        return self.__class__, getattr(self, "__getinitargs__", tuple)()


class timezone(tzinfo):
    """A time zone that is always as far from UTC."""

    __slots__ = ("_offset", "_name")

    def __new__(cls, offset, name=_unset):
        if not isinstance(offset, _Timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is _unset:
            if not offset:
                return cls.utc
            name = None
        elif not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        if not -_ONE_DAY < offset < _ONE_DAY:
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), "
                f"not {offset!r}."
            )
        return cls._make(offset, name)

    @classmethod
    def _make(cls, offset, name=None):
        self = object.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __init_subclass__(cls):
        raise TypeError("type 'datetime.timezone' is not an acceptable base type")

    def _check(self, dt, method):
        if dt is not None and not isinstance(dt, _Datetime):
            raise TypeError(f"{method}(dt) argument must be a datetime instance or None, not {type(dt).__name__}")

    def utcoffset(self, dt):
        """The distance from UTC."""
        self._check(dt, "utcoffset")
        return self._offset

    def tzname(self, dt):
        """The name that was given, or UTC±hh:mm."""
        self._check(dt, "tzname")
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def dst(self, dt):
        """None."""
        self._check(dt, "dst")

    def fromutc(self, dt):
        """The local time of a moment given in UTC."""
        if not isinstance(dt, _Datetime):
            raise TypeError("fromutc() argument must be a datetime instance")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, _Timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return f"{_title(self)}({self._offset!r})"
        return f"{_title(self)}({self._offset!r}, {self._name!r})"

    def __str__(self):
        return self.tzname(None)

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)


_Tzinfo, _Timezone = tzinfo, timezone
timezone.utc = UTC = timezone._make(_ZERO)
timezone.min = timezone._make(timedelta(hours=-23, minutes=-59))
timezone.max = timezone._make(timedelta(hours=23, minutes=59))


# ---- date ----


class IsoCalendarDate(tuple):
    """Year, week and weekday of the ISO calendar."""

    __slots__ = ()

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"

    def __reduce__(self):
        return tuple, (tuple(self),)


class date:
    """A day of the Gregorian calendar."""

    __slots__ = ("_year", "_month", "_day", "_hash")

    def __new__(cls, year=_unset, month=_unset, day=_unset, *more):
        if more:
            raise TypeError(f"function takes at most 3 arguments ({3 + len(more)} given)")
        for position, name, value in ((1, "year", year), (2, "month", month), (3, "day", day)):
            if value is _unset:
                _missing(name, position)
        year, month, day = _whole(year), _whole(month), _whole(day)
        _check_date(year, month, day)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hash = None
        return self

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        """The local day of a number of seconds since 1970."""
        return cls(*_broken(timestamp)[:3])

    @classmethod
    def today(cls):
        """The day it is."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, ordinal, /):
        """The day of a number; 1 is the first of January of year 1."""
        ordinal = _whole(ordinal)
        if ordinal < 1:
            raise ValueError("ordinal must be >= 1")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, string, /):
        """The day of YYYY-MM-DD, YYYYMMDD, YYYY-Www-D or YYYYWwwD."""
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            return cls(*_read_date(string))
        except _NotIso:
            raise ValueError(f"Invalid isoformat string: {string!r}") from None

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of a year, week and weekday of the ISO calendar."""
        return cls(*_from_ordinal(_iso_to_ordinal(_whole(year), _whole(week), _whole(day))))

    @property
    def year(self):
        """1 to 9999."""
        return self._year

    @property
    def month(self):
        """1 to 12."""
        return self._month

    @property
    def day(self):
        """1 to the number of days of the month."""
        return self._day

    def __repr__(self):
        return f"{_title(self)}({self._year}, {self._month}, {self._day})"

    def isoformat(self):
        """YYYY-MM-DD."""
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    def ctime(self):
        """As time.ctime()."""
        return f"{_DAY_NAMES[self.weekday()]} {_MONTH_NAMES[self._month]} {self._day:2d} 00:00:00 {self._year:04d}"

    def strftime(self, format):
        """The day by a format."""
        return _formatted(self, format, tuple(self.timetuple()))

    def __format__(self, format_spec):
        if not isinstance(format_spec, str):
            raise TypeError(f"__format__() argument 1 must be str, not {type(format_spec).__name__}")
        return self.strftime(format_spec) if format_spec else str(self)

    def timetuple(self):
        """A struct_time, of midnight."""
        return _struct(self._year, self._month, self._day, 0, 0, 0, -1)

    def toordinal(self):
        """The number of the day; 1 is the first of January of year 1."""
        return _ordinal(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        """A day with some of it replaced."""
        return type(self)(
            self._year if year is None else year, self._month if month is None else month,
            self._day if day is None else day,
        )

    __replace__ = replace

    def weekday(self):
        """0 for Monday to 6."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """1 for Monday to 7."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """Year, week and weekday of the ISO calendar."""
        return IsoCalendarDate(_iso_week(self._year, self._month, self._day))

    def _compared(self):
        return self._year, self._month, self._day

    def _is_like(self, other):
        return isinstance(other, _Date) and not isinstance(other, _Datetime)

    def __eq__(self, other):
        return self._compared() == other._compared() if self._is_like(other) else NotImplemented

    def __lt__(self, other):
        return self._compared() < other._compared() if self._is_like(other) else NotImplemented

    def __le__(self, other):
        return self._compared() <= other._compared() if self._is_like(other) else NotImplemented

    def __gt__(self, other):
        return self._compared() > other._compared() if self._is_like(other) else NotImplemented

    def __ge__(self, other):
        return self._compared() >= other._compared() if self._is_like(other) else NotImplemented

    def __hash__(self):
        if self._hash is None:
            self._hash = hash(self._compared())
        return self._hash

    def _moved(self, days):
        ordinal = self.toordinal() + days
        if not 0 < ordinal <= _LAST_ORDINAL:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(ordinal)

    def __add__(self, other):
        return self._moved(other._days) if isinstance(other, _Timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, _Timedelta):
            return self._moved(-other._days)
        if self._is_like(other):
            return _Timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def __reduce__(self):
        return self.__class__, self._compared()


def _struct(year, month, day, hour, minute, second, is_dst):
    ordinal = _ordinal(year, month, day)
    yearday = ordinal - _days_before_year(year)
    return _time.struct_time((year, month, day, hour, minute, second, (ordinal + 6) % 7, yearday, is_dst))


def _broken(seconds):
    # (year, month, day, hour, minute, second) in UTC, which is the local time here.
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if not -(2**63) <= seconds < 2**63:
        raise OverflowError("timestamp out of range for platform time_t")
    days, rest = divmod(int(seconds // 1), _DAY)
    ordinal = days + _EPOCH
    if not 0 < ordinal <= _LAST_ORDINAL:
        approximate = 1970 + int(seconds / 31556952)
        raise ValueError(f"year {approximate} is out of range")
    minutes, second = divmod(rest, 60)
    hour, minute = divmod(minutes, 60)
    return (*_from_ordinal(ordinal), hour, minute, second)


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


# ---- time ----


class time:
    """A time of day, perhaps with a time zone."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold", "_hash")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        hour, minute, second, microsecond = _whole(hour), _whole(minute), _whole(second), _whole(microsecond)
        _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._fold = fold
        self._hash = None
        return self

    @classmethod
    def fromisoformat(cls, string, /):
        """The time of HH[:MM[:SS[.ffffff]]][Z or ±HH:MM]."""
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            fields, zone, next_day = _read_time(string.removeprefix("T"))
        except _NotIso:
            raise ValueError(f"Invalid isoformat string: {string!r}") from None
        return cls(*fields, zone)

    @property
    def hour(self):
        """0 to 23."""
        return self._hour

    @property
    def minute(self):
        """0 to 59."""
        return self._minute

    @property
    def second(self):
        """0 to 59."""
        return self._second

    @property
    def microsecond(self):
        """0 to 999999."""
        return self._microsecond

    @property
    def tzinfo(self):
        """The time zone, or None."""
        return self._tzinfo

    @property
    def fold(self):
        """1 for the second of two equal times when clocks are put back."""
        return self._fold

    def utcoffset(self):
        """How far the time zone is ahead of UTC, or None."""
        return _ask_zone(self._tzinfo, "utcoffset", None)

    def dst(self):
        """How much of it is daylight saving, or None."""
        return _ask_zone(self._tzinfo, "dst", None)

    def tzname(self):
        """The name of the time zone, or None."""
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def __repr__(self):
        parts = [str(self._hour), str(self._minute)]
        if self._second or self._microsecond:
            parts.append(str(self._second))
        if self._microsecond:
            parts.append(str(self._microsecond))
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        if self._fold:
            parts.append("fold=1")
        return f"{_title(self)}({', '.join(parts)})"

    def isoformat(self, timespec="auto"):
        """HH:MM:SS[.ffffff][±HH:MM]; timespec: how much of it."""
        text = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return text + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        """The time by a format; of 1900-01-01."""
        return _formatted(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    def __format__(self, format_spec):
        if not isinstance(format_spec, str):
            raise TypeError(f"__format__() argument 1 must be str, not {type(format_spec).__name__}")
        return self.strftime(format_spec) if format_spec else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """A time with some of it replaced."""
        return type(self)(
            self._hour if hour is None else hour, self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold,
        )

    __replace__ = replace

    def _compared(self, offset):
        total = (self._hour * 60 + self._minute) * 60 + self._second
        micros = total * _MICROSECONDS + self._microsecond
        return micros if offset is None else micros - offset._total()

    def _compare(self, other, is_equality):
        # The two numbers to compare; None when they are unequal and have no order.
        if self._tzinfo is other._tzinfo:
            return self._compared(None), other._compared(None)
        mine, its = self.utcoffset(), other.utcoffset()
        if (mine is None) != (its is None):
            if is_equality:
                return None
            raise TypeError("can't compare offset-naive and offset-aware times")
        return self._compared(mine), other._compared(its)

    def __eq__(self, other):
        if not isinstance(other, _Time):
            return NotImplemented
        both = self._compare(other, True)
        return both is not None and both[0] == both[1]

    def __lt__(self, other):
        if not isinstance(other, _Time):
            return NotImplemented
        a, b = self._compare(other, False)
        return a < b

    def __le__(self, other):
        if not isinstance(other, _Time):
            return NotImplemented
        a, b = self._compare(other, False)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, _Time):
            return NotImplemented
        a, b = self._compare(other, False)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, _Time):
            return NotImplemented
        a, b = self._compare(other, False)
        return a >= b

    def __hash__(self):
        if self._hash is None:
            self._hash = hash(self._compared((self.replace(fold=0) if self._fold else self).utcoffset()))
        return self._hash

    def __reduce__(self):
        return self.__class__, (self._hour, self._minute, self._second, self._microsecond, self._tzinfo)


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
_time_class = time


# ---- datetime ----

_zone_class = tzinfo


class datetime(date):
    """A day and a time of day, perhaps with a time zone."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year=_unset, month=_unset, day=_unset, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *,
                fold=0):
        for position, name, value in ((1, "year", year), (2, "month", month), (3, "day", day)):
            if value is _unset:
                _missing(name, position)
        year, month, day = _whole(year), _whole(month), _whole(day)
        hour, minute, second, microsecond = _whole(hour), _whole(minute), _whole(second), _whole(microsecond)
        _check_date(year, month, day)
        _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._fold = fold
        self._hash = None
        return self

    @classmethod
    def _from_seconds(cls, timestamp, tz):
        if not isinstance(timestamp, (int, float)):
            raise TypeError(f"'{type(timestamp).__name__}' object cannot be interpreted as an integer")
        if timestamp != timestamp:
            raise ValueError("Invalid value NaN (not a number)")
        whole = int(timestamp // 1)
        micros = round((timestamp - whole) * 1e6)
        if micros >= _MICROSECONDS:
            whole, micros = whole + 1, micros - _MICROSECONDS
        return cls(*_broken(whole), micros, tz)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The moment of a number of seconds since 1970: in a time zone, or the local time without one."""
        if tz is not None and not isinstance(tz, _zone_class):
            _check_zone(tz)
        result = cls._from_seconds(timestamp, tz)
        return result if tz is None else tz.fromutc(result)

    @classmethod
    def utcfromtimestamp(cls, timestamp, /):
        """As fromtimestamp, in UTC without a time zone."""
        _deprecated(
            "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. "
            "Use timezone-aware objects to represent datetimes in UTC: "
            "datetime.datetime.fromtimestamp(timestamp, datetime.UTC)."
        )
        return cls._from_seconds(timestamp, None)

    @classmethod
    def now(cls, tz=None):
        """This moment."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """This moment in UTC, without a time zone."""
        _deprecated(
            "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. "
            "Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC)."
        )
        return cls._from_seconds(_time.time(), None)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """The moment of a day and a time of day."""
        if not isinstance(date, _date_class):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time_class):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        return cls(
            date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
            time.tzinfo if tzinfo is True else tzinfo, fold=time.fold,
        )

    @classmethod
    def fromisoformat(cls, string, /):
        """The moment of a date and, behind any character, a time."""
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            split = _date_length(string)
            day = _read_date(string[:split])
            if len(string) == split:
                return cls(*day)
            if len(string) == split + 1:
                raise _NotIso
            fields, zone, next_day = _read_time(string[split + 1 :])
        except _NotIso:
            raise ValueError(f"Invalid isoformat string: {string!r}") from None
        result = cls(*day, *fields, zone)
        return result + _ONE_DAY if next_day else result

    @classmethod
    def strptime(cls, date_string, format, /):
        """The moment that a text is, read by a format."""
        from _strptime import datetime_fields

        fields, offset, name = datetime_fields(date_string, format)
        if offset is None:
            return cls(*fields)
        delta = _Timedelta(seconds=offset) if isinstance(offset, int) else _Timedelta(microseconds=round(offset * 1e6))
        return cls(*fields, _Timezone(delta, name) if name else _Timezone(delta))

    @property
    def hour(self):
        """0 to 23."""
        return self._hour

    @property
    def minute(self):
        """0 to 59."""
        return self._minute

    @property
    def second(self):
        """0 to 59."""
        return self._second

    @property
    def microsecond(self):
        """0 to 999999."""
        return self._microsecond

    @property
    def tzinfo(self):
        """The time zone, or None."""
        return self._tzinfo

    @property
    def fold(self):
        """1 for the second of two equal times when clocks are put back."""
        return self._fold

    def date(self):
        """The day."""
        return _date_class(self._year, self._month, self._day)

    def time(self):
        """The time of day, without the time zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """The time of day, with the time zone."""
        return _time_class(
            self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold
        )

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        """A moment with some of it replaced."""
        return type(self)(
            self._year if year is None else year, self._month if month is None else month,
            self._day if day is None else day, self._hour if hour is None else hour,
            self._minute if minute is None else minute, self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold,
        )

    __replace__ = replace

    def utcoffset(self):
        """How far the time zone is ahead of UTC, or None."""
        return _ask_zone(self._tzinfo, "utcoffset", self)

    def dst(self):
        """How much of it is daylight saving, or None."""
        return _ask_zone(self._tzinfo, "dst", self)

    def tzname(self):
        """The name of the time zone, or None."""
        if self._tzinfo is None:
            return None
        name = self._tzinfo.tzname(self)
        if name is not None and not isinstance(name, str):
            raise TypeError(f"tzinfo.tzname() must return None or a string, not '{type(name).__name__}'")
        return name

    def _seconds(self):
        # Seconds since 1970 of what the fields say.
        days = self.toordinal() - _EPOCH
        return ((days * 24 + self._hour) * 60 + self._minute) * 60 + self._second

    def timestamp(self):
        """Seconds since 1970."""
        offset = self.utcoffset()
        micros = self._seconds() * _MICROSECONDS + self._microsecond
        return (micros if offset is None else micros - offset._total()) / 1e6

    def timetuple(self):
        """A struct_time."""
        saving = self.dst()
        is_dst = -1 if saving is None else 1 if saving else 0
        return _struct(self._year, self._month, self._day, self._hour, self._minute, self._second, is_dst)

    def utctimetuple(self):
        """A struct_time in UTC."""
        offset = self.utcoffset()
        there = self - offset if offset else self
        return _struct(there._year, there._month, there._day, there._hour, there._minute, there._second, 0)

    def astimezone(self, tz=None):
        """The same moment in another time zone; without one in the local time zone, UTC."""
        if tz is None:
            tz = timezone._make(_ZERO, "UTC")
        elif not isinstance(tz, _zone_class):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")
        if tz is self._tzinfo:
            return self
        offset = self.utcoffset()
        there = self.replace(tzinfo=None)
        if offset is not None:
            there = there - offset
        return tz.fromutc(there.replace(tzinfo=tz))

    def ctime(self):
        """As time.ctime()."""
        clock = f"{self._hour:02d}:{self._minute:02d}:{self._second:02d}"
        return f"{_DAY_NAMES[self.weekday()]} {_MONTH_NAMES[self._month]} {self._day:2d} {clock} {self._year:04d}"

    def isoformat(self, sep="T", timespec="auto"):
        """YYYY-MM-DDTHH:MM:SS[.ffffff][±HH:MM]; timespec: how much of the time."""
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError(f"isoformat() argument 1 must be a unicode character, not {type(sep).__name__}")
        day = f"{self._year:04d}-{self._month:02d}-{self._day:02d}"
        clock = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return day + sep + clock + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat(sep=" ")

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            parts.append(self._second)
        if self._microsecond:
            parts.append(self._microsecond)
        text = ", ".join(map(str, parts))
        if self._fold:
            text += ", fold=1"
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        return f"{_title(self)}({text})"

    def strftime(self, format):
        """The moment by a format."""
        return _formatted(self, format, tuple(self.timetuple()))

    def _compared(self):
        return self._seconds() * _MICROSECONDS + self._microsecond

    def _compare(self, other, is_equality):
        # The two numbers to compare; None when they are unequal and have no order.
        mine = its = None
        if self._tzinfo is not other._tzinfo:
            mine, its = self.utcoffset(), other.utcoffset()
            if is_equality and (
                mine != self.replace(fold=not self._fold).utcoffset()
                or its != other.replace(fold=not other._fold).utcoffset()
            ):
                # A time that is there twice or not at all is equal to none of another zone.
                return None
        if (mine is None) != (its is None):
            if is_equality:
                return None
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        a, b = self._compared(), other._compared()
        return (a, b) if mine is None else (a - mine._total(), b - its._total())

    def __eq__(self, other):
        if not isinstance(other, _Datetime):
            return NotImplemented
        both = self._compare(other, True)
        return both is not None and both[0] == both[1]

    def __lt__(self, other):
        if not isinstance(other, _Datetime):
            return NotImplemented
        a, b = self._compare(other, False)
        return a < b

    def __le__(self, other):
        if not isinstance(other, _Datetime):
            return NotImplemented
        a, b = self._compare(other, False)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, _Datetime):
            return NotImplemented
        a, b = self._compare(other, False)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, _Datetime):
            return NotImplemented
        a, b = self._compare(other, False)
        return a >= b

    def __hash__(self):
        if self._hash is None:
            offset = (self.replace(fold=0) if self._fold else self).utcoffset()
            total = self._compared()
            self._hash = hash(total if offset is None else total - offset._total())
        return self._hash

    def __add__(self, other):
        if not isinstance(other, _Timedelta):
            return NotImplemented
        total = self._compared() + other._total()
        seconds, micros = divmod(total, _MICROSECONDS)
        days, rest = divmod(seconds, _DAY)
        ordinal = days + _EPOCH
        if not 0 < ordinal <= _LAST_ORDINAL:
            raise OverflowError("date value out of range")
        minutes, second = divmod(rest, 60)
        hour, minute = divmod(minutes, 60)
        return type(self)(*_from_ordinal(ordinal), hour, minute, second, micros, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, _Timedelta):
            return self + -other
        if not isinstance(other, _Datetime):
            return NotImplemented
        total = self._compared() - other._compared()
        if self._tzinfo is not other._tzinfo:
            mine, its = self.utcoffset(), other.utcoffset()
            if (mine is None) != (its is None):
                raise TypeError("can't subtract offset-naive and offset-aware datetimes")
            if mine is not None:
                total += its._total() - mine._total()
        return timedelta._make(total)

    def __reduce__(self):
        fields = (self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond)
        return self.__class__, fields if self._tzinfo is None else (*fields, self._tzinfo)


def _deprecated(text):
    import warnings

    warnings.warn(text, DeprecationWarning, stacklevel=3)


_Date, _Time, _Datetime = date, time, datetime
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_date_class = date


# ---- reading ISO 8601 ----


class _NotIso(Exception):
    pass


def _digits(text):
    if not text.isascii() or not text.isdigit():
        raise _NotIso
    return int(text)


def _date_length(text):
    # Where the date ends in a text that goes on with a time.
    if len(text) < 7:
        raise _NotIso
    if text[4] == "-":
        if text[5] == "W":
            return 10 if len(text) > 8 and text[8] == "-" else 8
        return 10
    if text[4] == "W":
        # Without hyphens the weekday is there when what follows it is no digit, or too many digits do.
        n = 7
        while n < len(text) and text[n].isdigit():
            n += 1
        if n < 9:
            return n
        return 7 if n % 2 == 0 else 8
    return 8


def _read_date(text):
    if len(text) not in (7, 8, 10):
        raise _NotIso
    year = _digits(text[:4])
    dashed = text[4] == "-"
    at = 5 if dashed else 4
    if text[at] == "W":
        at += 1
        week = _digits(text[at : at + 2])
        at += 2
        weekday = 1
        if len(text) > at:
            if dashed:
                if text[at] != "-":
                    raise _NotIso
                at += 1
            if len(text) != at + 1:
                raise _NotIso
            weekday = _digits(text[at:])
        try:
            return _from_ordinal(_iso_to_ordinal(year, week, weekday))
        except ValueError:
            raise _NotIso from None
    month = _digits(text[at : at + 2])
    at += 2
    if dashed:
        if text[at : at + 1] != "-":
            raise _NotIso
        at += 1
    if len(text) != at + 2:
        raise _NotIso
    return year, month, _digits(text[at:])


def _read_clock(text):
    # [hour, minute, second, microsecond] of HH[:MM[:SS[.f…]]] or the same without colons.
    fields = [0, 0, 0, 0]
    colon = text[2:3] == ":"
    at = 0
    for i in range(3):
        fields[i] = _digits(text[at : at + 2]) if len(text) >= at + 2 else _not_iso()
        at += 2
        following = text[at : at + 1]
        if not following or i == 2:
            break
        if colon and following == ":":
            at += 1
        elif colon or following in ".,":
            _not_iso()
    if at < len(text):
        if text[at] not in ".," or i != 2:
            raise _NotIso
        rest = text[at + 1 :]
        _digits(rest)
        fields[3] = int(rest[:6].ljust(6, "0"))
    return fields


def _not_iso():
    raise _NotIso


def _read_time(text):
    # The fields, the time zone, and whether it is 24:00, the beginning of the next day.
    if len(text) < 2:
        raise _NotIso
    at = next((i for i, char in enumerate(text) if char in "+-Z"), len(text))
    fields = _read_clock(text[:at])
    zone = None
    if at < len(text):
        rest = text[at + 1 :]
        if text[at] == "Z":
            if rest:
                raise _NotIso
            zone = UTC
        else:
            if len(rest) in (0, 1, 3):
                raise _NotIso
            hour, minute, second, micro = _read_clock(rest)
            offset = _Timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
            if not offset:
                zone = UTC
            else:
                zone = _Timezone(-offset if text[at] == "-" else offset)
    return fields, zone, False


datetime_CAPI = None

for _class in (date, time, datetime, timedelta, tzinfo, timezone, IsoCalendarDate):
    _name_in_messages(_class, f"datetime.{_class.__name__}")
del _class
