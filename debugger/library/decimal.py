"""Decimal floating-point numbers, as the General Decimal Arithmetic Specification has them (speleotrove.com/decimal)."""

# A number is a sign, a whole number and a power of ten, or a special value. Each operation is a function of a context and
# its operands: it finds the result exactly, or with a digit more that stands for all the rest, and Context._fit rounds it.

import math as _math
import numbers as _numbers
import sys as _sys
from _engine import name_in_messages as _name_in_messages
from collections import namedtuple as _namedtuple
from collections.abc import MutableMapping as _MutableMapping
from contextvars import ContextVar as _ContextVar

from _decimal_math import exp as _exp_of, log as _log_of, log_of_10 as _log_of_10, width as _width

__version__ = "1.70"
__libmpdec_version__ = "2.5.1"
HAVE_THREADS = HAVE_CONTEXTVAR = True
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX
MIN_ETINY = MIN_EMIN - MAX_PREC + 1

ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR = "ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR"
ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN = "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN"
ROUND_05UP = "ROUND_05UP"

DecimalTuple = _namedtuple("DecimalTuple", "sign digits exponent")


# ---- signals ----


class DecimalException(ArithmeticError):
    """The base of what arithmetic signals."""


class Clamped(DecimalException):
    """An exponent was brought into range."""


class InvalidOperation(DecimalException):
    """There is no such result."""


class ConversionSyntax(InvalidOperation):
    """A text is no number."""


class DivisionImpossible(InvalidOperation):
    """A whole quotient has too many digits."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """0 / 0."""


class InvalidContext(InvalidOperation):
    """A context is wrong."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """A number other than 0 was divided by 0."""


class Inexact(DecimalException):
    """Digits other than 0 were lost."""


class Rounded(DecimalException):
    """Digits were lost."""


class Subnormal(DecimalException):
    """The exponent is below Emin, before rounding."""


class Overflow(Inexact, Rounded):
    """The exponent is above Emax."""


class Underflow(Inexact, Rounded, Subnormal):
    """A subnormal result is inexact."""


class FloatOperation(DecimalException, TypeError):
    """A float was used as if it were a decimal number."""


_SIGNALS = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped)
# The order in which contexts show them, and in which they are raised.
_SHOWN = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow)
_FIRST = (InvalidOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped, FloatOperation)


class SignalDict(_MutableMapping):
    """Which signals are set, in a context's flags or traps."""

    def __init__(self, on=()):
        self._on = set(on)

    def __getitem__(self, signal):
        return self._known(signal) in self._on

    def __setitem__(self, signal, value):
        (self._on.add if value else self._on.discard)(self._known(signal))

    def _known(self, signal):
        if signal not in _SIGNALS:
            raise KeyError(_SIGNAL_WORDS)
        return signal

    def __delitem__(self, signal):
        raise ValueError("signal keys cannot be deleted")

    def __iter__(self):
        return iter(_SIGNALS)

    def __len__(self):
        return len(_SIGNALS)

    def __repr__(self):
        return "{" + ", ".join([f"{signal!r}:{signal in self._on}" for signal in _SIGNALS]) + "}"

    def copy(self):
        return {signal: signal in self._on for signal in _SIGNALS}


_SIGNAL_WORDS = (
    "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n"
    "   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]"
)


# ---- rounding ----

# Whether the kept digits go up, by what was cut off: `over` compares it with a half (-1, 0 or 1), and it is not 0.
_GOES_UP = {
    ROUND_UP: lambda neg, kept, over: True,
    ROUND_DOWN: lambda neg, kept, over: False,
    ROUND_CEILING: lambda neg, kept, over: not neg,
    ROUND_FLOOR: lambda neg, kept, over: neg,
    ROUND_HALF_UP: lambda neg, kept, over: over >= 0,
    ROUND_HALF_DOWN: lambda neg, kept, over: over > 0,
    ROUND_HALF_EVEN: lambda neg, kept, over: over > 0 or over == 0 and kept % 2 == 1,
    ROUND_05UP: lambda neg, kept, over: kept % 5 == 0,
}


def _cut(neg, num, places, rounding):
    """num without its last `places` digits, rounded, and whether any of them was not 0."""
    if places <= 0:
        return num * 10**-places, False
    if places > _width(num) + 1:
        # Far below a half, however far.
        kept, rest, over = 0, num, -1
    else:
        unit = 10**places
        kept, rest = divmod(num, unit)
        over = (2 * rest > unit) - (2 * rest < unit)
    if rest and _GOES_UP[rounding](neg, kept, over):
        kept += 1
    return kept, rest != 0


def _text_of(num):
    # As str(), but without its limit on length.
    if num < 10**4000:
        return str(num)
    half = _width(num) // 2
    high, low = divmod(num, 10**half)
    return _text_of(high) + _text_of(low).rjust(half, "0")


def _number_of(digits):
    if len(digits) <= 4000:
        return int(digits) if digits else 0
    half = len(digits) // 2
    return _number_of(digits[:half]) * 10 ** (len(digits) - half) + _number_of(digits[half:])


# ---- contexts ----


class Context:
    """Precision, rounding, limits of exponents, and what is done about signals."""

    def __init__(
        self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None
    ):
        given = {
            "prec": prec, "rounding": rounding, "Emin": Emin, "Emax": Emax, "capitals": capitals, "clamp": clamp,
        }
        usual = globals().get("DefaultContext")
        for name, value in given.items():
            setattr(self, name, _USUAL[name] if value is None and usual is None else getattr(usual, name) if value is None else value)
        self.flags = () if flags is None else flags
        self.traps = (() if usual is None else usual.traps._on) if traps is None else traps

    def __setattr__(self, name, value):
        if name in ("flags", "traps"):
            value = SignalDict(_signals_from(value))
        elif name == "rounding":
            if value not in _GOES_UP or not isinstance(value, str):
                raise TypeError(
                    "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                    "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
                )
        elif name in _RANGES:
            low, high, words = _RANGES[name]
            if not isinstance(value, int):
                raise TypeError("an integer is required")
            if not low <= value <= high:
                raise ValueError(f"valid {'values' if ' or ' in words else 'range'} for {name} {words}")
        else:
            raise AttributeError(f"'decimal.Context' object has no attribute {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        raise AttributeError("context attributes cannot be deleted")

    def __repr__(self):
        flags, traps = [[s.__name__ for s in _SHOWN if s in d._on] for d in (self.flags, self.traps)]
        return (
            f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, "
            f"capitals={self.capitals}, clamp={self.clamp}, flags=[{', '.join(flags)}], traps=[{', '.join(traps)}])"
        )

    def _settings(self):
        return self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp

    def copy(self):
        """A context with the same settings, flags and traps."""
        return Context(*self._settings(), set(self.flags._on), set(self.traps._on))

    __copy__ = copy

    def __reduce__(self):
        return Context, (*self._settings(), list(self.flags._on), list(self.traps._on))

    def clear_flags(self):
        """No signal has been seen."""
        self.flags._on.clear()

    def clear_traps(self):
        """No signal is raised."""
        self.traps._on.clear()

    def Etiny(self):
        """The exponent of the smallest number."""
        return self.Emin - self.prec + 1

    def Etop(self):
        """The exponent of the greatest number with all its digits."""
        return self.Emax - self.prec + 1

    def radix(self):
        """10."""
        return Decimal(10)

    def create_decimal(self, num="0", /):
        """A number rounded to this context."""
        if isinstance(num, str) and (num != num.strip() or "_" in num):
            return self._invalid(ConversionSyntax)
        made = _converted(num, self)
        if made._kind >= _NAN and _width(made._num) > self.prec - self.clamp and made._num:
            return self._invalid(ConversionSyntax)
        return made._fitted(self)

    def create_decimal_from_float(self, f, /):
        """A float or int rounded to this context."""
        return Decimal.from_float(f)._fitted(self)

    def _apply(self, number, /):
        return number._fitted(self)

    # -- what operations use --

    def _signal(self, *conditions):
        """Sets flags, and raises the first of the conditions that is trapped."""
        raised = []
        for condition in conditions:
            signal = InvalidOperation if issubclass(condition, InvalidOperation) else condition
            self.flags._on.add(signal)
            if signal in self.traps._on:
                raised.append(condition)
        if raised:
            kinds = [InvalidOperation if issubclass(one, InvalidOperation) else one for one in raised]
            raise next(kind for kind in _FIRST if kind in kinds)(raised)

    def _invalid(self, condition=InvalidOperation):
        self._signal(condition)
        return _special(_NAN)

    def _fit(self, neg, num, exp, rounding=None):
        """The number rounded to this context."""
        rounding = rounding or self.rounding
        tiny, top = self.Emin - self.prec + 1, self.Emax - self.prec + 1
        if not num:
            low, high = tiny, top if self.clamp else self.Emax
            if not low <= exp <= high:
                self._signal(Clamped)
                exp = min(max(exp, low), high)
            return _finite(neg, 0, exp)
        seen = []
        digits = _width(num)
        subnormal = exp + digits - 1 < self.Emin
        lowest = tiny if subnormal else exp + digits - self.prec
        if exp < lowest:
            num, inexact = _cut(neg, num, lowest - exp, rounding)
            exp = lowest
            if num == 10**self.prec:
                num //= 10
                exp += 1
            seen.append(Rounded)
            if inexact:
                seen.append(Inexact)
                if subnormal:
                    seen.append(Underflow)
            if not num:
                seen.append(Clamped)
            digits = _width(num)
        if subnormal:
            seen.append(Subnormal)
        if exp + digits - 1 > self.Emax:
            self._signal(Overflow, Inexact, Rounded)
            # Away from 0, or no farther than the greatest number.
            if _GOES_UP[rounding](neg, 1, 1) and rounding != ROUND_05UP:
                return _special(_INF, neg)
            return _finite(neg, 10**self.prec - 1, top)
        if self.clamp and exp > top:
            seen.append(Clamped)
            num *= 10 ** (exp - top)
            exp = top
        if seen:
            self._signal(*seen)
        return _finite(neg, num, exp)


_USUAL = {"prec": 28, "rounding": ROUND_HALF_EVEN, "Emin": -999999, "Emax": 999999, "capitals": 1, "clamp": 0}
_RANGES = {
    "prec": (1, MAX_PREC, "is [1, MAX_PREC]"), "Emin": (MIN_EMIN, 0, "is [MIN_EMIN, 0]"),
    "Emax": (0, MAX_EMAX, "is [0, MAX_EMAX]"), "capitals": (0, 1, "are 0 or 1"), "clamp": (0, 1, "are 0 or 1"),
}


def _signals_from(value):
    if isinstance(value, SignalDict):
        return value._on
    if isinstance(value, dict):
        if set(value) != set(_SIGNALS):
            raise KeyError("invalid signal dict")
        return [signal for signal in value if value[signal]]
    for signal in value:
        if signal not in _SIGNALS:
            raise KeyError(_SIGNAL_WORDS)
    return value


DefaultContext = Context(traps=[InvalidOperation, DivisionByZero, Overflow])
BasicContext = Context(
    prec=9, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow, Underflow, Clamped]
)
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, traps=[])
_current = _ContextVar("decimal_context")


def getcontext():
    """The context in which operations work here; made from DefaultContext when there is none yet."""
    found = _current.get(None)
    if found is None:
        found = DefaultContext.copy()
        found.clear_flags()
        _current.set(found)
    return found


def setcontext(context, /):
    """From now on operations work in this context."""
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class ContextManager:
    """What localcontext() gives: a context for a with statement."""

    def __init__(self, context):
        self._context = context

    def __enter__(self):
        self._before = getcontext()
        setcontext(self._context)
        return self._context

    def __exit__(self, t, v, tb):
        setcontext(self._before)
        return False


def localcontext(ctx=None, **kwargs):
    """For a with statement: a copy of a context, with some settings changed."""
    context = (getcontext() if ctx is None else _context_or(ctx)).copy()
    for name, value in kwargs.items():
        if name not in (*_USUAL, "flags", "traps"):
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        setattr(context, name, value)
    return ContextManager(context)


def _context_or(context):
    if context is None:
        return getcontext()
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    return context


# ---- numbers ----

_FINITE, _INF, _NAN, _SNAN = range(4)
_WORDS = {"inf": _INF, "infinity": _INF, "nan": _NAN, "snan": _SNAN}


class Decimal(object):
    """A decimal number. Does not change."""

    # _num is the coefficient, or the digits behind NaN.
    __slots__ = ("_neg", "_num", "_exp", "_kind")

    def __new__(cls, value="0", context=None):
        context = _context_or(context)
        return _as_class(cls, _converted(value, context))

    @classmethod
    def from_float(cls, f, /):
        """The exact value of a float, or an int."""
        if isinstance(f, int):
            return _as_class(cls, _finite(f < 0, abs(int(f)), 0))
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        if f != f:
            return _as_class(cls, _special(_NAN, _math.copysign(1.0, f) < 0))
        if f in (_math.inf, -_math.inf):
            return _as_class(cls, _special(_INF, f < 0))
        above, below = abs(f).as_integer_ratio()
        places = below.bit_length() - 1
        # below is 2**places: 1 / 2 is 5 / 10.
        return _as_class(cls, _finite(_math.copysign(1.0, f) < 0, above * 5**places, -places))

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    # -- looks --

    def _digits(self):
        return _text_of(self._num)

    def _shown(self, capitals, engineering=False):
        sign = "-" if self._neg else ""
        if self._kind == _INF:
            return f"{sign}Infinity"
        if self._kind != _FINITE:
            return f"{sign}{'NaN' if self._kind == _NAN else 'sNaN'}{self._num or ''}"
        digits = self._digits()
        point = len(digits) + self._exp
        left = point
        if self._exp > 0 or point <= -6:
            # One digit before the point; or up to three, for an exponent of thousands.
            left = 1
            if engineering:
                left = (point + 1) % 3 - 1 if self._num == 0 else (point - 1) % 3 + 1
        if left <= 0:
            text = f"0.{'0' * -left}{digits}"
        elif left >= len(digits):
            text = digits + "0" * (left - len(digits))
        else:
            text = f"{digits[:left]}.{digits[left:]}"
        return f"{sign}{text}" if point == left else f"{sign}{text}{'E' if capitals else 'e'}{point - left:+}"

    def __str__(self):
        return self._shown(getcontext().capitals)

    def __repr__(self):
        return f"Decimal('{self}')"

    def to_eng_string(self, context=None):
        """With an exponent that is a multiple of three."""
        return self._shown(_context_or(context).capitals, engineering=True)

    def as_tuple(self):
        """Sign, digits and exponent, the last a letter for special values."""
        if self._kind == _FINITE:
            return DecimalTuple(int(self._neg), tuple(map(int, self._digits())), self._exp)
        digits = (0,) if self._kind == _INF else tuple(map(int, str(self._num))) if self._num else ()
        return DecimalTuple(int(self._neg), digits, {_INF: "F", _NAN: "n", _SNAN: "N"}[self._kind])

    def __format__(self, specifier, /):
        from _decimal_format import formatted

        return formatted(self, specifier, getcontext())

    # -- kinds --

    def is_canonical(self):
        return True

    def is_finite(self):
        return self._kind == _FINITE

    def is_infinite(self):
        return self._kind == _INF

    def is_nan(self):
        return self._kind >= _NAN

    def is_qnan(self):
        return self._kind == _NAN

    def is_snan(self):
        return self._kind == _SNAN

    def is_signed(self):
        return self._neg

    def is_zero(self):
        return self._kind == _FINITE and not self._num

    def is_normal(self, context=None):
        return bool(self._kind == _FINITE and self._num) and self.adjusted() >= _context_or(context).Emin

    def is_subnormal(self, context=None):
        return bool(self._kind == _FINITE and self._num) and self.adjusted() < _context_or(context).Emin

    def number_class(self, context=None):
        """Which of ten classes it is of, as text."""
        context = _context_or(context)
        if self._kind >= _NAN:
            return "NaN" if self._kind == _NAN else "sNaN"
        if self._kind == _INF:
            word = "Infinity"
        else:
            word = "Zero" if not self._num else "Normal" if self.is_normal(context) else "Subnormal"
        return ("-" if self._neg else "+") + word

    def adjusted(self):
        """The exponent that the first digit would have."""
        return self._exp + _width(self._num) - 1 if self._kind == _FINITE else 0

    def __bool__(self):
        return self._kind != _FINITE or self._num != 0

    # -- other numbers --

    def _refuse(self, what):
        if self._kind >= _NAN:
            raise ValueError(f"cannot convert NaN to {what}")
        if self._kind == _INF:
            raise OverflowError(f"cannot convert Infinity to {what}")

    def as_integer_ratio(self):
        """Two whole numbers whose quotient it is, the second above 0, in lowest terms."""
        self._refuse("integer ratio")
        above, below = (self._num * 10**self._exp, 1) if self._exp >= 0 else (self._num, 10**-self._exp)
        shared = _math.gcd(above, below)
        return (-above if self._neg else above) // shared, below // shared

    def _whole(self, rounding):
        self._refuse("integer")
        num = _cut(self._neg, self._num, -self._exp, rounding)[0]
        return -num if self._neg else num

    def __int__(self):
        return self._whole(ROUND_DOWN)

    __trunc__ = __int__

    def __floor__(self):
        return self._whole(ROUND_FLOOR)

    def __ceil__(self):
        return self._whole(ROUND_CEILING)

    def __round__(self, ndigits=None, /):
        if ndigits is None:
            return self._whole(ROUND_HALF_EVEN)
        if not isinstance(ndigits, int):
            raise TypeError("optional arg must be an integer")
        return self.quantize(_finite(False, 1, -ndigits), ROUND_HALF_EVEN)

    def __float__(self):
        if self._kind == _SNAN:
            raise ValueError("cannot convert signaling NaN to float")
        return float("-nan" if self._neg else "nan") if self._kind == _NAN else float(self._shown(1))

    def __complex__(self):
        return complex(float(self))

    real = property(lambda self: self)
    imag = property(lambda self: _finite(False, 0, 0))

    def conjugate(self):
        return self

    def canonical(self):
        return self

    def radix(self):
        """10."""
        return _finite(False, 10, 0)

    def __hash__(self):
        if self._kind == _SNAN:
            raise TypeError("Cannot hash a signaling NaN value")
        if self._kind == _NAN:
            return object.__hash__(self)
        if self._kind == _INF:
            return -_sys.hash_info.inf if self._neg else _sys.hash_info.inf
        modulus = _sys.hash_info.modulus
        found = self._num * pow(10, self._exp, modulus) % modulus
        found = -found if self._neg else found
        return -2 if found == -1 else found

    # -- comparison --

    def __eq__(self, other):
        return self._compared(other, lambda order: order == 0, False)

    def __ne__(self, other):
        found = self._compared(other, lambda order: order == 0, False)
        return found if found is NotImplemented else not found

    def __lt__(self, other):
        return self._compared(other, lambda order: order < 0, True)

    def __le__(self, other):
        return self._compared(other, lambda order: order <= 0, True)

    def __gt__(self, other):
        return self._compared(other, lambda order: order > 0, True)

    def __ge__(self, other):
        return self._compared(other, lambda order: order >= 0, True)

    def _compared(self, other, holds, ordering):
        mine, theirs = self, other
        if isinstance(other, int):
            theirs = _finite(other < 0, abs(int(other)), 0)
        elif isinstance(other, float):
            context = getcontext()
            if ordering:
                context._signal(FloatOperation)
            else:
                context.flags._on.add(FloatOperation)
            theirs = Decimal.from_float(other)
        elif isinstance(other, complex) and not ordering and other.imag == 0:
            return self._compared(other.real, holds, ordering)
        elif isinstance(other, complex) and not ordering:
            return False
        elif not isinstance(other, Decimal):
            if not isinstance(other, _numbers.Rational):
                return NotImplemented
            if self._kind == _FINITE:
                # a/b against c/d: a * d against c * b, exactly.
                mine = _finite(self._neg, self._num * other.denominator, self._exp)
            theirs = _finite(other.numerator < 0, abs(other.numerator), 0)
        if mine._kind >= _NAN or theirs._kind >= _NAN:
            if ordering or _SNAN in (mine._kind, theirs._kind):
                getcontext()._signal(InvalidOperation)
            return False
        return holds(_order(mine, theirs))

    # -- operators --

    def __neg__(self):
        context = getcontext()
        return _minus(context, self)

    def __pos__(self):
        return _plus(getcontext(), self)

    def __abs__(self):
        return _abs(getcontext(), self)

    def __pow__(self, other, modulo=None, /):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = getcontext()
        if modulo is None:
            return _power(context, self, other)
        modulo = _operand(modulo)
        return modulo if modulo is NotImplemented else _power_modulo(context, self, other, modulo)

    def __rpow__(self, other, /):
        other = _operand(other)
        return other if other is NotImplemented else _power(getcontext(), other, self)

    # -- without rounding --

    def copy_abs(self):
        return self._with_sign(False)

    def copy_negate(self):
        return self._with_sign(not self._neg)

    def copy_sign(self, other, context=None):
        return self._with_sign(_needed(other, _context_or(context))._neg)

    def _with_sign(self, neg):
        return _made(neg, self._num, self._exp, self._kind)

    def same_quantum(self, other, context=None):
        """Do both have the same exponent, or are both infinite, or both no numbers?"""
        other = _needed(other, _context_or(context))
        kinds = (min(self._kind, _NAN), min(other._kind, _NAN))
        return kinds[0] == kinds[1] and (kinds[0] != _FINITE or self._exp == other._exp)

    def _fitted(self, context):
        if self._kind == _FINITE:
            return context._fit(self._neg, self._num, self._exp)
        room = context.prec - context.clamp
        if self._kind >= _NAN and self._num and _width(self._num) > room:
            return _made(self._neg, self._num % 10**room, 0, self._kind)
        return self._with_sign(self._neg)

    def quantize(self, exp, rounding=None, context=None):
        """Rounded to the exponent of another number."""
        context = _context_or(context)
        return _quantize(context, self, _needed(exp, context), _rounding_or(rounding, context))

    def to_integral_value(self, rounding=None, context=None):
        """Rounded to a whole number, silently."""
        context = _context_or(context)
        return _to_integral(context, self, _rounding_or(rounding, context), False)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        """Rounded to a whole number; signals when digits are lost."""
        context = _context_or(context)
        return _to_integral(context, self, _rounding_or(rounding, context), True)

    def fma(self, other, third, context=None):
        """self * other + third, rounded once."""
        context = _context_or(context)
        return _fma(context, self, _needed(other, context), _needed(third, context))


_numbers.Number.register(Decimal)


def _rounding_or(rounding, context):
    if rounding is None:
        return context.rounding
    if rounding not in _GOES_UP:
        DefaultContext.copy().rounding = rounding
    return rounding


def _made(neg, num, exp, kind):
    self = object.__new__(Decimal)
    self._neg, self._num, self._exp, self._kind = neg, num, exp, kind
    return self


def _finite(neg, num, exp):
    return _made(neg, num, exp, _FINITE)


def _special(kind, neg=False, num=0):
    return _made(neg, num, 0, kind)


def _as_class(cls, number):
    if cls is Decimal:
        return number
    self = object.__new__(cls)
    self._neg, self._num, self._exp, self._kind = number._neg, number._num, number._exp, number._kind
    return self


def _converted(value, context):
    """A Decimal of anything the constructor takes."""
    if isinstance(value, Decimal):
        return value if type(value) is Decimal else value._with_sign(value._neg)
    if isinstance(value, int):
        return _finite(value < 0, abs(int(value)), 0)
    if isinstance(value, str):
        found = _read(value)
        return context._invalid(ConversionSyntax) if found is None else found
    if isinstance(value, float):
        context._signal(FloatOperation)
        return Decimal.from_float(value)
    if isinstance(value, (tuple, list)):
        return _from_parts(value)
    raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")


def _from_parts(parts):
    if len(parts) != 3:
        raise ValueError("argument must be a sequence of length 3")
    sign, digits, exponent = parts
    if not isinstance(sign, int) or sign not in (0, 1):
        raise ValueError("sign must be an integer with the value 0 or 1")
    if isinstance(exponent, str):
        if exponent not in ("F", "n", "N"):
            raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
        if exponent == "F":
            return _special(_INF, bool(sign))
    elif not isinstance(exponent, int):
        raise ValueError("exponent must be an integer")
    if not isinstance(digits, (tuple, list)) or not all([isinstance(d, int) and 0 <= d <= 9 for d in digits]):
        raise ValueError("coefficient must be a tuple of digits")
    num = _number_of("".join(map(str, digits)))
    if isinstance(exponent, str):
        return _special(_NAN if exponent == "n" else _SNAN, bool(sign), num)
    return _finite(bool(sign), num, exponent)


def _read(text):
    """A Decimal from text, or None."""
    body = text.strip().replace("_", "").lower()
    neg = body[:1] == "-"
    if body[:1] in ("+", "-"):
        body = body[1:]
    if body in _WORDS:
        return _special(_WORDS[body], neg)
    for word in ("nan", "snan"):
        if body.startswith(word) and body[len(word) :].isdecimal():
            return _special(_WORDS[word], neg, _number_of(body[len(word) :]))
    mantissa, has_exponent, exponent = body.partition("e")
    whole, _, fraction = mantissa.partition(".")
    if not (whole + fraction).isdecimal():
        return None
    bare = exponent[1:] if exponent[:1] in ("+", "-") else exponent
    if has_exponent and not bare.isdecimal():
        return None
    return _finite(neg, _number_of(whole + fraction), (int(exponent) if has_exponent else 0) - len(fraction))


def _operand(value):
    # The other side of an operator.
    if isinstance(value, Decimal):
        return value
    return _finite(value < 0, abs(int(value)), 0) if isinstance(value, int) else NotImplemented


def _needed(value, context=None):
    # An argument of a method.
    found = _operand(value)
    if found is NotImplemented:
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
    return found


# ---- operations: of a context and its operands ----


def _nan_among(context, *operands):
    """The NaN that follows from operands, or None."""
    for kind in (_SNAN, _NAN):
        for one in operands:
            if one._kind == kind:
                if kind == _SNAN:
                    context._signal(InvalidOperation)
                return _made(one._neg, one._num, 0, _NAN)._fitted(context)
    return None


def _order(a, b):
    # -1, 0 or 1; neither is a NaN.
    if not a and not b:
        return 0
    a_sign, b_sign = [0 if not one else -1 if one._neg else 1 for one in (a, b)]
    if a_sign != b_sign:
        return 1 if a_sign > b_sign else -1
    if a._kind == _INF or b._kind == _INF:
        return ((a._kind == _INF) - (b._kind == _INF)) * a_sign
    if a.adjusted() != b.adjusted():
        return a_sign if a.adjusted() > b.adjusted() else -a_sign
    low = min(a._exp, b._exp)
    x, y = a._num * 10 ** (a._exp - low), b._num * 10 ** (b._exp - low)
    return ((x > y) - (x < y)) * a_sign


def _plus(context, a):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    if a.is_zero() and context.rounding != ROUND_FLOOR:
        return context._fit(False, 0, a._exp)
    return a._fitted(context)


def _minus(context, a):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    if a.is_zero():
        return context._fit(context.rounding == ROUND_FLOOR and not a._neg, 0, a._exp)
    return a.copy_negate()._fitted(context)


def _abs(context, a):
    return _minus(context, a) if a._neg and a._kind < _NAN else _plus(context, a)


def _sum(context, a, b):
    """a + b as (neg, num, exp), exactly or with a digit for what is too far away to matter otherwise."""
    if a._exp < b._exp:
        a, b = b, a
    # a has the higher exponent.
    an, bn, low = a._num, b._num, b._exp
    if an and a._exp - low > context.prec + 2:
        floor = a._exp + min(-1, _width(an) - context.prec - 2)
        if bn and b.adjusted() < floor or not bn and low < floor:
            bn, low = (1 if bn else 0), min(floor, a._exp)
    if not an and bn:
        # A zero only brings its exponent.
        return b._neg, bn, low
    if not bn and an:
        low = max(low, a.adjusted() - context.prec)
        low = min(low, a._exp)
    x = an * 10 ** (a._exp - low) if an else 0
    total = (-x if a._neg else x) + (-bn if b._neg else bn)
    if total:
        return total < 0, abs(total), low
    both = a._neg and b._neg
    return both or a._neg != b._neg and context.rounding == ROUND_FLOOR, 0, low


def _add(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    if a._kind == _INF or b._kind == _INF:
        if a._kind == b._kind and a._neg != b._neg:
            return context._invalid()
        return _special(_INF, a._neg if a._kind == _INF else b._neg)
    return context._fit(*_sum(context, a, b))


def _subtract(context, a, b):
    return _add(context, a, b if b._kind >= _NAN else b.copy_negate())


def _multiply(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    neg = a._neg != b._neg
    if a._kind == _INF or b._kind == _INF:
        return _special(_INF, neg) if a and b else context._invalid()
    return context._fit(neg, a._num * b._num, a._exp + b._exp)


def _fma(context, a, b, c):
    nan = _nan_among(context, a, b, c)
    if nan is not None:
        return nan
    neg = a._neg != b._neg
    if a._kind == _INF or b._kind == _INF:
        if not a or not b:
            return context._invalid()
        return _add(context, _special(_INF, neg), c)
    return _add(context, _finite(neg, a._num * b._num, a._exp + b._exp), c)


def _divide(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    neg = a._neg != b._neg
    if a._kind == _INF:
        return context._invalid() if b._kind == _INF else _special(_INF, neg)
    if b._kind == _INF:
        context._signal(Clamped)
        return _finite(neg, 0, context.Etiny())
    if not b._num:
        if not a._num:
            return context._invalid(DivisionUndefined)
        context._signal(DivisionByZero)
        return _special(_INF, neg)
    ideal = a._exp - b._exp
    if not a._num:
        return context._fit(neg, 0, ideal)
    shift = max(_width(b._num) - _width(a._num) + context.prec + 1, 0)
    num, rest = divmod(a._num * 10**shift, b._num)
    exp = ideal - shift
    if rest:
        return context._fit(neg, num * 10 + 1, exp - 1)
    while exp < ideal and num % 10 == 0:
        num //= 10
        exp += 1
    return context._fit(neg, num, exp)


def _whole_division(context, a, b):
    """Quotient toward 0 and rest of finite numbers, b not 0; None when the quotient has too many digits."""
    ideal = min(a._exp, b._exp)
    if not a._num or a.adjusted() < b.adjusted():
        return _finite(a._neg != b._neg, 0, 0), _finite(a._neg, *_brought_near(context, a, ideal))
    if a.adjusted() - b.adjusted() > context.prec:
        return None
    quotient, rest = divmod(a._num * 10 ** (a._exp - ideal), b._num * 10 ** (b._exp - ideal))
    if quotient >= 10**context.prec:
        return None
    return _finite(a._neg != b._neg, quotient, 0), _finite(a._neg, rest, ideal)


def _brought_near(context, a, exp):
    # Coefficient and exponent with zeros behind, down to an exponent or until more would be rounded away.
    zeros = min(a._exp - exp, context.prec + 1) if a._num else 0
    return a._num * 10**zeros, a._exp - zeros if a._num else exp


def _divide_int(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    neg = a._neg != b._neg
    if a._kind == _INF:
        return context._invalid() if b._kind == _INF else _special(_INF, neg)
    if b._kind == _INF:
        return _finite(neg, 0, 0)
    if not b._num:
        if not a._num:
            return context._invalid(DivisionUndefined)
        context._signal(DivisionByZero)
        return _special(_INF, neg)
    found = _whole_division(context, a, b)
    return context._invalid(DivisionImpossible) if found is None else found[0]._fitted(context)


def _remainder(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    if a._kind == _INF or not b:
        return context._invalid(InvalidOperation if a or a._kind == _INF else DivisionUndefined)
    if b._kind == _INF:
        return a._fitted(context)
    found = _whole_division(context, a, b)
    return context._invalid(DivisionImpossible) if found is None else found[1]._fitted(context)


def _divmod(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan, nan
    neg = a._neg != b._neg
    if a._kind == _INF:
        if b._kind == _INF:
            return context._invalid(), _special(_NAN)
        return _special(_INF, neg), context._invalid()
    if b._kind == _FINITE and not b._num:
        if not a._num:
            return context._invalid(DivisionUndefined), _special(_NAN)
        context._signal(InvalidOperation, DivisionByZero)
        return _special(_INF, neg), _special(_NAN)
    if b._kind == _INF:
        return _finite(neg, 0, 0), a._fitted(context)
    found = _whole_division(context, a, b)
    if found is None:
        return context._invalid(DivisionImpossible), _special(_NAN)
    return found[0]._fitted(context), found[1]._fitted(context)


def _remainder_near(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    if a._kind == _INF or not b:
        return context._invalid(InvalidOperation if a or a._kind == _INF else DivisionUndefined)
    if b._kind == _INF:
        return a._fitted(context)
    ideal = min(a._exp, b._exp)
    if not a._num:
        return context._fit(a._neg, 0, ideal)
    if a.adjusted() - b.adjusted() > context.prec:
        return context._invalid(DivisionImpossible)
    if a.adjusted() - b.adjusted() <= -2:
        return context._fit(a._neg, *_brought_near(context, a, ideal))
    x, y = a._num * 10 ** (a._exp - ideal), b._num * 10 ** (b._exp - ideal)
    quotient, rest = divmod(x, y)
    if 2 * rest > y or 2 * rest == y and quotient % 2:
        quotient, rest = quotient + 1, rest - y
    if quotient >= 10**context.prec:
        return context._invalid(DivisionImpossible)
    return context._fit(a._neg != (rest < 0), abs(rest), ideal)


def _quantize(context, a, b, rounding):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    if a._kind == _INF or b._kind == _INF:
        return _special(_INF, a._neg) if a._kind == b._kind else context._invalid()
    exp = b._exp
    if not context.Etiny() <= exp <= context.Emax:
        return context._invalid()
    if not a._num:
        return context._fit(a._neg, 0, exp)
    if a.adjusted() > context.Emax or a.adjusted() - exp + 1 > context.prec:
        return context._invalid()
    num, inexact = _cut(a._neg, a._num, exp - a._exp, rounding)
    found = _finite(a._neg, num, exp)
    if found.adjusted() > context.Emax or _width(num) > context.prec:
        return context._invalid()
    seen = []
    if num and found.adjusted() < context.Emin:
        seen.append(Subnormal)
    if exp > a._exp:
        seen.append(Rounded)
        if inexact:
            seen.append(Inexact)
    context._signal(*seen)
    return context._fit(a._neg, num, exp) if context.clamp and exp > context.Etop() else found


def _to_integral(context, a, rounding, signals):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    if a._kind == _INF or a._exp >= 0:
        return a._with_sign(a._neg)
    num, inexact = _cut(a._neg, a._num, -a._exp, rounding)
    if signals and a._num:
        context._signal(*((Rounded, Inexact) if inexact else (Rounded,)))
    return _finite(a._neg, num, 0)


def _normalize(context, a):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    found = a._fitted(context)
    if found._kind != _FINITE:
        return found
    if not found._num:
        return _finite(found._neg, 0, 0)
    num, exp = found._num, found._exp
    highest = context.Etop() if context.clamp else context.Emax
    while num % 10 == 0 and exp < highest:
        num //= 10
        exp += 1
    return _finite(found._neg, num, exp)


def _sqrt(context, a):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    if a._kind == _FINITE and not a._num:
        return context._fit(a._neg, 0, a._exp >> 1)
    if a._neg:
        return context._invalid()
    if a._kind == _INF:
        return a
    ideal = a._exp >> 1
    num = a._num * 10 ** (a._exp & 1)
    # Twice as many digits below the root as are wanted in it.
    shift = max(context.prec + 1 - (_width(num) + 1) // 2, 0)
    num *= 100**shift
    root = _math.isqrt(num)
    exp = ideal - shift
    if root * root != num:
        return context._fit(False, root * 10 + 1, exp - 1, ROUND_HALF_EVEN)
    while exp < ideal and root % 10 == 0:
        root //= 10
        exp += 1
    return context._fit(False, root, exp, ROUND_HALF_EVEN)


def _approximated(context, approximate, neg=False, rounding=ROUND_HALF_EVEN):
    """Rounds what approximate(extra digits) gives as (num, exp), asking for more digits until they decide."""
    extra = 4
    while True:
        num, exp = approximate(context.prec + extra)
        unit = 10 ** (_width(num) - context.prec - 1)
        tail = num % (10 * unit) if unit > 1 else 50
        near = min(tail % (5 * unit), 5 * unit - tail % (5 * unit)) if unit > 1 else 0
        if near > 100:
            # No digit beyond can change the rounding; the last one says that there are more.
            return context._fit(neg, num * 10 + 1, exp - 1, rounding)
        extra += 6


def _exp(context, a):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    if a._kind == _INF:
        return _finite(False, 0, 0) if a._neg else a
    if not a._num:
        return _finite(False, 1, 0)
    p = context.prec
    if a.adjusted() > len(str(max(context.Emax, -context.Etiny()))) + 2:
        return context._fit(False, 1, context.Etiny() - 2 if a._neg else context.Emax + 1, ROUND_HALF_EVEN)
    if a.adjusted() < -p - 1:
        # 1 and hardly more, or less.
        num = 10 ** (p + 1) - 1 if a._neg else 10 ** (p + 1) + 1
        return context._fit(False, num, -p - 1, ROUND_HALF_EVEN)
    num = -a._num if a._neg else a._num
    return _approximated(context, lambda digits: _exp_of(num, a._exp, digits))


def _log_with_digits(num, exp, digits):
    # ln(num * 10**exp) to so many digits, as (n, e); n may be below 0.
    size = exp + _width(num) - 1
    if size in (-1, 0):
        # Near 1 it is about the difference from 1.
        one = 10**-exp if exp < 0 else 1
        size = _width(abs(num * 10 ** max(exp, 0) - one)) - _width(one)
        places = digits - size
    else:
        places = digits - len(str(abs(size)))
    places = max(places + 2, 2)
    return _log_of(num, exp, places), -places


def _ln(context, a):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    if a._kind == _FINITE and not a._num:
        return _special(_INF, True)
    if a._neg:
        return context._invalid()
    if a._kind == _INF:
        return a
    if _order(a, _finite(False, 1, 0)) == 0:
        return _finite(False, 0, 0)

    def approximate(digits):
        num, exp = _log_with_digits(a._num, a._exp, digits)
        return abs(num), exp

    return _approximated(context, approximate, _order(a, _finite(False, 1, 0)) < 0)


def _log10(context, a):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    if a._kind == _FINITE and not a._num:
        return _special(_INF, True)
    if a._neg:
        return context._invalid()
    if a._kind == _INF:
        return a
    digits = a._digits()
    if digits.strip("0") == "1" and digits[0] == "1":
        power = a.adjusted()
        return context._fit(power < 0, abs(power), 0)

    def approximate(digits):
        num, exp = _log_with_digits(a._num, a._exp, digits + 3)
        places = digits + 6
        return abs(num) * 10**places // _log_of_10(places), exp

    return _approximated(context, approximate, _order(a, _finite(False, 1, 0)) < 0)


def _power(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    one = _finite(False, 1, 0)
    b_is_whole = b._kind == _FINITE and _order(b, _finite(b._neg, _cut(False, b._num, -b._exp, ROUND_DOWN)[0], 0)) == 0
    if b.is_zero():
        return context._invalid() if a.is_zero() else one
    odd = b_is_whole and b._exp <= 0 and (b._num // 10**-b._exp) % 2 == 1
    neg = a._neg and odd
    if a._neg and a and not b_is_whole and _FINITE in (a._kind, b._kind):
        return context._invalid()
    if a.is_zero():
        return _special(_INF, neg) if b._neg else _finite(neg, 0, 0)
    if a._kind == _INF:
        return _finite(neg, 0, 0) if b._neg else _special(_INF, neg)
    size = _order(a.copy_abs(), one)
    if b._kind == _INF:
        if size == 0:
            context._signal(Inexact, Rounded)
            return _finite(False, 10 ** (context.prec - 1), 1 - context.prec)
        return _finite(False, 0, 0) if (size < 0) != b._neg else _special(_INF)
    if size == 0 and a._num == 1 and b_is_whole:
        return _finite(neg, 1, 0)
    if size == 0:
        context._signal(Inexact, Rounded)
        return _finite(neg, 10 ** (context.prec - 1), 1 - context.prec)
    if b_is_whole and b.adjusted() < 10:
        n = b._num * 10**b._exp if b._exp >= 0 else b._num // 10**-b._exp
        exact = _whole_power(context, a, n, b._neg, neg)
        if exact is not None:
            return exact
    # |b * ln a| tells the size of the result.
    log, at = _log_with_digits(a._num, a._exp, 12)
    height = b.adjusted() + _width(abs(log)) + at - 1
    if height > len(str(max(context.Emax, -context.Etiny()))) + 3:
        up = (log > 0) != b._neg
        return context._fit(neg, 1, context.Emax + 1 if up else context.Etiny() - 2)
    p = context.prec
    if height < -p - 3:
        up = (log > 0) != b._neg
        return context._fit(neg, 10 ** (p + 1) + (1 if up else -1), -p - 1, ROUND_HALF_EVEN)

    def approximate(digits):
        num, exp = _log_with_digits(a._num, a._exp, digits + max(height, 0) + 6)
        return _exp_of((-num if b._neg else num) * b._num, exp + b._exp, digits)

    root = _exact_root(context, a, b)
    if root is not None:
        num, exp = root
        fill = max(p - _width(num), 0)
        context._signal(Inexact, Rounded)
        return context._fit(neg, num * 10**fill, exp - fill, ROUND_HALF_EVEN)
    return _approximated(context, approximate, neg, context.rounding)


def _whole_power(context, a, n, inverse, neg):
    """a**n, or 1 / a**n, when the digits can be had by multiplying; else None."""
    digits = _width(a._num) * n
    stripped, exp = a._num, a._exp
    if digits > 40 * (context.prec + 30) + 4000:
        return None
    power = stripped**n
    if not inverse:
        return context._fit(neg, power, exp * n)
    ideal = 0
    shift = _width(power) + context.prec + 1
    num, rest = divmod(10**shift, power)
    at = -shift - exp * n
    if rest:
        # What is too small altogether has become 0 before it is rounded.
        vanishes = at + _width(num) < context.Etiny()
        return context._fit(neg, num * 10 + 1, at - 1, ROUND_HALF_EVEN if vanishes else None)
    while num % 10 == 0 and at < ideal:
        num //= 10
        at += 1
    return context._fit(neg, num, at)


def _exact_root(context, a, b):
    # When b is a fraction such as 0.5 and a a square: the result as (num, exp), which no approximation ends at.
    if b._exp >= 0 or b._exp < -8:
        return None
    above, below = b.as_integer_ratio()
    if below > 64 or abs(above) > 1000:
        return None
    num, exp = a._num, a._exp
    while num % 10 == 0:
        num //= 10
        exp += 1
    num, exp = num * 10 ** (exp % below), exp - exp % below
    root = round(num ** (1 / below)) if num < 2**900 else 0
    for candidate in (root - 1, root, root + 1):
        if candidate > 0 and candidate**below == num:
            n, e = candidate ** abs(above), exp // below * abs(above)
            if above < 0:
                shift = _width(n) * 4 + context.prec
                n, rest = divmod(10**shift, n)
                if rest:
                    return None
                e = -shift - e
            while n % 10 == 0:
                n //= 10
                e += 1
            return (n, e) if _width(n) <= context.prec else None
    return None


def _power_modulo(context, a, b, c):
    nan = _nan_among(context, a, b, c)
    if nan is not None:
        return nan
    whole = [one._kind == _FINITE and one == one.to_integral_value() for one in (a, b, c)]
    if not all(whole) or b._neg and b or not c or c.adjusted() >= context.prec or not a and not b:
        return context._invalid()
    found = pow(abs(int(a)), int(b), abs(int(c)))
    return _finite(a._neg and int(b) % 2 == 1, found, 0)


def _compare(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    order = _order(a, b)
    return _finite(order < 0, abs(order), 0)


def _compare_signal(context, a, b):
    if a._kind >= _NAN or b._kind >= _NAN:
        context._signal(InvalidOperation)
    return _compare(context, a, b)


def _total_key(a):
    # Orders the magnitudes of all representations.
    if a._kind >= _NAN:
        return 3 if a._kind == _NAN else 2, a._num, 0
    return (1, 0, 0) if a._kind == _INF else (0, 0, 0)


def _compare_total(context, a, b):
    if a._neg != b._neg:
        return _finite(a._neg, 1, 0)
    x, y = _total_key(a), _total_key(b)
    order = (x > y) - (x < y)
    if not order and a._kind == _FINITE:
        order = _order(a.copy_abs(), b.copy_abs()) or (a._exp > b._exp) - (a._exp < b._exp)
    return _finite((order < 0) != (a._neg and order != 0), abs(order), 0)


def _compare_total_mag(context, a, b):
    return _compare_total(context, a.copy_abs(), b.copy_abs())


def _extreme(sign, by_size):
    def choose(context, a, b):
        if a._kind == _NAN and b._kind < _NAN or b._kind == _NAN and a._kind < _NAN:
            return (b if a._kind == _NAN else a)._fitted(context)
        nan = _nan_among(context, a, b)
        if nan is not None:
            return nan
        order = _order(a.copy_abs(), b.copy_abs()) if by_size else _order(a, b)
        if not order:
            total = _compare_total(context, a, b)
            order = 0 if not total else -1 if total._neg else 1
        return (a if order * sign > 0 else b)._fitted(context)

    return choose


_max, _min, _max_mag, _min_mag = _extreme(1, False), _extreme(-1, False), _extreme(1, True), _extreme(-1, True)


def _next(context, a, rounding, toward):
    # The neighbour in a direction: add less than the smallest number, and round away.
    quiet = context.copy()
    quiet.rounding = rounding
    quiet.clear_traps()
    if a._kind == _INF:
        if (toward > 0) == (not a._neg):
            return a
        return _finite(a._neg, 10**context.prec - 1, context.Etop())
    same = a._fitted(quiet)
    if same != a:
        return same
    return _add(quiet, a, _finite(toward < 0, 1, quiet.Etiny() - 1))


def _next_plus(context, a):
    nan = _nan_among(context, a)
    return _next(context, a, ROUND_CEILING, 1) if nan is None else nan


def _next_minus(context, a):
    nan = _nan_among(context, a)
    return _next(context, a, ROUND_FLOOR, -1) if nan is None else nan


def _next_toward(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    order = _order(a, b)
    if not order:
        return a.copy_sign(b)
    found = _next_plus(context, a) if order < 0 else _next_minus(context, a)
    if found._kind == _INF:
        context._signal(Overflow, Inexact, Rounded)
    elif found.adjusted() < context.Emin:
        context._signal(*((Underflow, Subnormal, Inexact, Rounded) + ((Clamped,) if not found else ())))
    return found


def _logb(context, a):
    nan = _nan_among(context, a)
    if nan is not None:
        return nan
    if a._kind == _INF:
        return _special(_INF)
    if not a._num:
        context._signal(DivisionByZero)
        return _special(_INF, True)
    return _finite(a.adjusted() < 0, abs(a.adjusted()), 0)._fitted(context)


def _whole_within(b, limit):
    # A whole number with exponent 0 from -limit to limit, or None.
    if b._kind != _FINITE or b._exp != 0 or b._num > limit:
        return None
    return -b._num if b._neg else b._num


def _scaleb(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    n = _whole_within(b, 2 * (context.Emax + context.prec))
    if n is None:
        return context._invalid()
    return a if a._kind == _INF else context._fit(a._neg, a._num, a._exp + n)


def _shift(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    n = _whole_within(b, context.prec)
    if n is None:
        return context._invalid()
    if a._kind == _INF:
        return a
    # What is beyond the precision is not there.
    num = a._num % 10**context.prec
    num = num * 10**n % 10**context.prec if n >= 0 else num // 10**-n
    return _finite(a._neg, num, a._exp)


def _rotate(context, a, b):
    nan = _nan_among(context, a, b)
    if nan is not None:
        return nan
    n = _whole_within(b, context.prec)
    if n is None:
        return context._invalid()
    if a._kind == _INF:
        return a
    p = context.prec
    high, low = divmod(a._num % 10**p, 10 ** (p - n % p))
    return _finite(a._neg, low * 10 ** (n % p) + high, a._exp)


def _logical(combine):
    def operate(context, a, b):
        texts = []
        for one in (a, b):
            if one._kind != _FINITE or one._neg or one._exp or set(one._digits()) - {"0", "1"}:
                return context._invalid()
            texts.append(one._digits()[-context.prec :])
        length = max(map(len, texts))
        pairs = zip(*[text.rjust(length, "0") for text in texts])
        return _finite(False, int("".join([str(combine(int(x), int(y))) for x, y in pairs])), 0)

    return operate


_logical_and, _logical_or = _logical(lambda x, y: x & y), _logical(lambda x, y: x | y)
_logical_xor = _logical(lambda x, y: x ^ y)


def _logical_invert(context, a):
    return _logical_xor(context, a, _finite(False, int("1" * context.prec), 0))


# ---- operations as operators, methods and methods of contexts ----


def _give_operations():
    operators = {
        "add": _add, "sub": _subtract, "mul": _multiply, "truediv": _divide, "floordiv": _divide_int, "mod": _remainder,
        "divmod": _divmod,
    }
    for name, operation in operators.items():
        for special, method in (
            (f"__{name}__", lambda self, other, /, op=operation: _operated(op, self, other)),
            (f"__r{name}__", lambda self, other, /, op=operation: _operated(op, other, self)),
        ):
            _place(Decimal, special, method)
    of_one = {
        "exp": _exp, "ln": _ln, "log10": _log10, "next_minus": _next_minus, "next_plus": _next_plus,
        "normalize": _normalize, "sqrt": _sqrt, "logb": _logb, "logical_invert": _logical_invert,
    }
    of_two = {
        "compare": _compare, "compare_signal": _compare_signal, "max": _max, "max_mag": _max_mag, "min": _min,
        "min_mag": _min_mag, "next_toward": _next_toward, "remainder_near": _remainder_near,
        "compare_total": _compare_total, "compare_total_mag": _compare_total_mag, "logical_and": _logical_and,
        "logical_or": _logical_or, "logical_xor": _logical_xor, "rotate": _rotate, "scaleb": _scaleb, "shift": _shift,
    }
    for name, operation in of_one.items():
        _place(Decimal, name, lambda self, context=None, op=operation: op(_context_or(context), self))
    for name, operation in of_two.items():
        _place(Decimal, name, lambda self, other, context=None, op=operation: _with_other(op, self, other, context))
    # Contexts do the same, and some under other names.
    of_one |= {"abs": _abs, "minus": _minus, "plus": _plus}
    of_two |= {
        "add": _add, "subtract": _subtract, "multiply": _multiply, "divide": _divide, "divide_int": _divide_int,
        "remainder": _remainder, "divmod": _divmod,
    }
    for name, operation in of_one.items():
        _place(Context, name, lambda self, x, /, op=operation: op(self, _needed(x)))
    for name, operation in of_two.items():
        _place(Context, name, lambda self, x, y, /, op=operation: op(self, _needed(x), _needed(y)))
    for name in (
        "is_canonical", "is_finite", "is_infinite", "is_nan", "is_qnan", "is_signed", "is_snan", "is_zero", "copy_abs",
        "copy_negate", "canonical",
    ):
        _place(Context, name, lambda self, x, /, name=name: getattr(_needed(x), name)())
    for name in ("is_normal", "is_subnormal", "number_class", "to_eng_string", "to_integral_value", "to_integral_exact"):
        _place(Context, name, lambda self, x, /, name=name: getattr(_needed(x), name)(context=self))
    for name in ("copy_sign", "same_quantum"):
        _place(Context, name, lambda self, x, y, /, name=name: getattr(_needed(x), name)(y))
    more = {
        "to_integral": lambda self, x, /: _needed(x).to_integral_value(context=self),
        "to_sci_string": lambda self, x, /: _needed(x)._shown(self.capitals),
        "copy_decimal": lambda self, x, /: _needed(x),
        "quantize": lambda self, x, y, /: _quantize(self, _needed(x), _needed(y), self.rounding),
        "fma": lambda self, x, y, z, /: _fma(self, _needed(x), _needed(y), _needed(z)),
        "power": _context_power,
    }
    for name, method in more.items():
        _place(Context, name, method)


def _operated(operation, left, right):
    left, right = _operand(left), _operand(right)
    if left is NotImplemented or right is NotImplemented:
        return NotImplemented
    return operation(getcontext(), left, right)


def _with_other(operation, self, other, context):
    context = _context_or(context)
    return operation(context, self, _needed(other, context))


def _context_power(self, a, b, modulo=None):
    if modulo is None:
        return _power(self, _needed(a), _needed(b))
    return _power_modulo(self, _needed(a), _needed(b), _needed(modulo))


def _place(cls, name, method):
    method.__name__, method.__qualname__ = name, f"{cls.__name__}.{name}"
    setattr(cls, name, method)


_give_operations()
for _class in (Decimal, Context, SignalDict):
    _name_in_messages(_class, f"decimal.{_class.__name__}")
del _class
