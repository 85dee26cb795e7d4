"""Exact fractions."""

import math
import numbers

__all__ = ["Fraction"]


def _read(text):
    # (numerator, denominator) of '3', '-3/4', '1.5', '2e-3'; None when it is none.
    body = text.strip()
    sign = 1
    if body[:1] in ("+", "-"):
        sign = -1 if body[0] == "-" else 1
        body = body[1:]
    above, slash, below = body.partition("/")
    if slash:
        if not (_is_number(above) and _is_number(below)):
            return None
        return sign * int(above), int(below)
    body, has_exponent, exponent = body.lower().partition("e")
    whole, point, fraction = body.partition(".")
    if has_exponent and not _is_number(exponent.removeprefix("-") if exponent[:1] == "-" else exponent.removeprefix("+")):
        return None
    if whole and not _is_number(whole) or fraction and not _is_number(fraction) or not whole and not fraction:
        return None
    digits = fraction.replace("_", "")
    n = int(whole or "0") * 10 ** len(digits) + int(digits or "0")
    d = 10 ** len(digits)
    power = int(exponent) if has_exponent else 0
    if power >= 0:
        n *= 10**power
    else:
        d *= 10**-power
    return sign * n, d


def _is_number(text):
    # Digits, with single underscores between them.
    return bool(text) and all(part.isdecimal() for part in text.split("_"))


class Fraction(numbers.Rational):
    """A fraction in lowest terms, of two whole numbers, a number, or a text."""

    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            if isinstance(numerator, numbers.Rational):
                self._numerator, self._denominator = numerator.numerator, numerator.denominator
                return self
            if isinstance(numerator, str):
                found = _read(numerator)
                if found is None:
                    raise ValueError(f"Invalid literal for Fraction: {numerator!r}")
                numerator, denominator = found
            elif isinstance(numerator, float) or not isinstance(numerator, type) and hasattr(numerator, "as_integer_ratio"):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            else:
                raise TypeError("argument should be a string or a Rational instance")
        elif type(numerator) is not int or type(denominator) is not int:
            if not (isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational)):
                raise TypeError("both arguments should be Rational instances")
            numerator, denominator = (
                numerator.numerator * denominator.denominator, denominator.numerator * numerator.denominator
            )
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        divisor = math.gcd(numerator, denominator)
        if denominator < 0:
            divisor = -divisor
        self._numerator = numerator // divisor
        self._denominator = denominator // divisor
        return self

    @classmethod
    def from_float(cls, f):
        """The exact value of a float."""
        if isinstance(f, numbers.Integral):
            return cls(int(f))
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})")
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """The exact value of a decimal number."""
        return cls(*dec.as_integer_ratio())

    def is_integer(self):
        """Whether it is whole."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """Numerator and denominator."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction with a denominator not above this."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        # Convergents of the continued fraction.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            if q0 + a * q1 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q0 + a * q1
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        # The last convergent, or the fraction between it and the one before: whichever is nearer.
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction(p1, q1)
        return Fraction(p0 + k * p1, q0 + k * q1)

    @property
    def numerator(self):
        """The numerator."""
        return self._numerator

    @property
    def denominator(self):
        """The denominator, above 0."""
        return self._denominator

    def __repr__(self):
        return f"{self.__class__.__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else f"{self._numerator}/{self._denominator}"

    def __format__(self, format_spec, /):
        if not format_spec:
            return str(self)
        if format_spec[-1] in "eEfFgG%":
            return _formatted(self, format_spec)
        if all(char in "0123456789<>^=+- #_," for char in format_spec[-1:]):
            return _aligned(self, format_spec)
        raise ValueError(f"Invalid format specifier {format_spec!r} for object of type {type(self).__name__!r}")

    def __add__(self, other):
        return _calculated(self, other, _add, float.__add__, complex.__add__)

    def __radd__(self, other):
        return _reflected(other, self, _add, float.__add__, complex.__add__)

    def __sub__(self, other):
        return _calculated(self, other, _sub, float.__sub__, complex.__sub__)

    def __rsub__(self, other):
        return _reflected(other, self, _sub, float.__sub__, complex.__sub__)

    def __mul__(self, other):
        return _calculated(self, other, _mul, float.__mul__, complex.__mul__)

    def __rmul__(self, other):
        return _reflected(other, self, _mul, float.__mul__, complex.__mul__)

    def __truediv__(self, other):
        return _calculated(self, other, _div, float.__truediv__, complex.__truediv__)

    def __rtruediv__(self, other):
        return _reflected(other, self, _div, float.__truediv__, complex.__truediv__)

    def __floordiv__(self, other):
        return _calculated(self, other, _floordiv, float.__floordiv__, None)

    def __rfloordiv__(self, other):
        return _reflected(other, self, _floordiv, float.__floordiv__, None)

    def __mod__(self, other):
        return _calculated(self, other, _mod, float.__mod__, None)

    def __rmod__(self, other):
        return _reflected(other, self, _mod, float.__mod__, None)

    def __divmod__(self, other):
        return _calculated(self, other, _divmod, float.__divmod__, None)

    def __rdivmod__(self, other):
        return _reflected(other, self, _divmod, float.__divmod__, None)

    def __pow__(self, exponent):
        if isinstance(exponent, numbers.Rational):
            if exponent.denominator != 1:
                return float(self) ** float(exponent)
            power = exponent.numerator
            if power >= 0:
                return Fraction(self._numerator**power, self._denominator**power)
            if self._numerator == 0:
                raise ZeroDivisionError(f"Fraction({self._denominator ** -power}, 0)")
            return Fraction(self._denominator**-power, self._numerator**-power)
        if isinstance(exponent, (float, complex)):
            return float(self) ** exponent
        return NotImplemented

    def __rpow__(self, base):
        if self._denominator == 1 and self._numerator >= 0:
            return base**self._numerator
        if isinstance(base, numbers.Rational):
            return Fraction(base.numerator, base.denominator) ** self
        return base ** float(self)

    def __pos__(self):
        return Fraction(self._numerator, self._denominator)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __int__(self):
        return self.__trunc__()

    def __trunc__(self):
        n, d = self._numerator, self._denominator
        return -(-n // d) if n < 0 else n // d

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            return _nearest(self._numerator, self._denominator)
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        # Equal numbers have equal hashes, whatever their class.
        modulus = (1 << 61) - 1
        try:
            inverse = pow(self._denominator, -1, modulus)
        except ValueError:
            value = 314159
        else:
            value = hash(hash(abs(self._numerator)) * inverse)
        result = value if self._numerator >= 0 else -value
        return -2 if result == -1 else result

    def __eq__(self, other):
        if type(other) is int:
            return self._numerator == other and self._denominator == 1
        if isinstance(other, numbers.Rational):
            return self._numerator == other.numerator and self._denominator == other.denominator
        if isinstance(other, complex) and other.imag == 0:
            other = other.real
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return other == 0.0
            return self == Fraction(*other.as_integer_ratio())
        return NotImplemented

    def _order(self, other, compare):
        if isinstance(other, numbers.Rational):
            return compare(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return compare(0.0, other)
            return compare(self, Fraction(*other.as_integer_ratio()))
        return NotImplemented

    def __lt__(self, other):
        return self._order(other, lambda a, b: a < b)

    def __gt__(self, other):
        return self._order(other, lambda a, b: a > b)

    def __le__(self, other):
        return self._order(other, lambda a, b: a <= b)

    def __ge__(self, other):
        return self._order(other, lambda a, b: a >= b)

    def __bool__(self):
        return bool(self._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()


def _calculated(a, b, exactly, with_floats, with_complex):
    if isinstance(b, (int, Fraction)):
        return exactly(a, b if isinstance(b, Fraction) else Fraction(b))
    if isinstance(b, float):
        return with_floats(float(a), b)
    if isinstance(b, complex) and with_complex is not None:
        return with_complex(complex(float(a)), b)
    return NotImplemented


def _reflected(a, b, exactly, with_floats, with_complex):
    if isinstance(a, numbers.Rational):
        return exactly(Fraction(a.numerator, a.denominator), b)
    if isinstance(a, numbers.Real):
        return with_floats(float(a), float(b))
    if isinstance(a, numbers.Complex) and with_complex is not None:
        return with_complex(complex(a), complex(float(b)))
    return NotImplemented


def _add(a, b):
    return Fraction(a._numerator * b._denominator + b._numerator * a._denominator, a._denominator * b._denominator)


def _sub(a, b):
    return Fraction(a._numerator * b._denominator - b._numerator * a._denominator, a._denominator * b._denominator)


def _mul(a, b):
    return Fraction(a._numerator * b._numerator, a._denominator * b._denominator)


def _div(a, b):
    if b._numerator == 0:
        # As the terms would be, were they reduced across.
        divisor = math.gcd(a._numerator, b._numerator) or 1
        raise ZeroDivisionError(f"Fraction({a._numerator * b._denominator // divisor}, 0)")
    return Fraction(a._numerator * b._denominator, a._denominator * b._numerator)


def _floordiv(a, b):
    return (a._numerator * b._denominator) // (a._denominator * b._numerator)


def _mod(a, b):
    d = a._denominator * b._denominator
    return Fraction((a._numerator * b._denominator) % (b._numerator * a._denominator), d)


def _divmod(a, b):
    return _floordiv(a, b), _mod(a, b)


def _nearest(n, d):
    # n / d to the nearest whole number, halves to the even one.
    floor, rest = divmod(n, d)
    if rest * 2 < d or rest * 2 == d and floor % 2 == 0:
        return floor
    return floor + 1


def _split_spec(spec):
    import re

    found = re.fullmatch(
        r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ]?)(?P<no_negative_zero>z?)(?P<alt>\#?)(?P<zero>0(?=[0-9]))?"
        r"(?P<width>0|[1-9][0-9]*)?(?P<comma>[,_]?)(?:\.(?P<precision>0|[1-9][0-9]*))?(?P<kind>[eEfFgG%]?)",
        spec, re.DOTALL,
    )
    if found is None:
        raise ValueError(f"Invalid format specifier {spec!r} for object of type 'Fraction'")
    return found.groupdict()


def _pad(sign, body, options):
    width = int(options["width"] or 0)
    fill = options["fill"] or " "
    align = options["align"] or ">"
    if options["zero"] and options["align"] is None:
        fill, align = "0", "="
    missing = max(0, width - len(sign) - len(body))
    if align == "<":
        return sign + body + fill * missing
    if align == "^":
        left = missing // 2
        return fill * left + sign + body + fill * (missing - left)
    if align == "=":
        return sign + fill * missing + body
    return fill * missing + sign + body


def _aligned(value, spec):
    options = _split_spec(spec)
    n, d = abs(value._numerator), value._denominator
    body = f"{n:{options['comma']}}" + (f"/{d:{options['comma']}}" if d > 1 or options["alt"] else "")
    sign = "-" if value._numerator < 0 else options["sign"] if options["sign"] != "-" else ""
    return _pad(sign, body, options)


def _formatted(value, spec):
    options = _split_spec(spec)
    kind = options["kind"]
    precision = int(options["precision"] or 6) if options["precision"] != "0" else 0
    is_negative = value._numerator < 0
    n, d = abs(value._numerator), value._denominator
    if kind in "fF%":
        if kind == "%":
            n *= 100
        digits = str(_nearest(n * 10**precision, d)).rjust(precision + 1, "0")
        is_zero = not digits.strip("0")
        whole, fraction, suffix = digits[: len(digits) - precision], digits[len(digits) - precision :], "%" if kind == "%" else ""
    else:
        figures = precision + 1 if kind in "eE" else max(precision, 1)
        digits, exponent = _significant(n, d, figures)
        is_zero = n == 0
        if kind in "gG" and -4 <= exponent < figures:
            text = digits.rjust(len(digits) - exponent, "0") if exponent < 0 else digits
            at = max(exponent, 0) + 1
            whole, fraction, suffix = text[:at], text[at:], ""
        else:
            whole, fraction = digits[:1], digits[1:]
            suffix = f"{'E' if kind.isupper() else 'e'}{exponent:+03d}"
        if kind in "gG" and not options["alt"]:
            fraction = fraction.rstrip("0")
    if is_zero and options["no_negative_zero"]:
        is_negative = False
    sign = "-" if is_negative else options["sign"] if options["sign"] != "-" else ""
    point = "." if fraction or options["alt"] else ""
    whole = f"{int(whole):{options['comma']}}" if options["comma"] else whole
    return _pad(sign, whole + point + fraction + suffix, options)


def _significant(n, d, figures):
    # The digits of n / d rounded to so many figures, and the power of ten of the first.
    if n == 0:
        return "0" * figures, 0
    exponent = len(str(n)) - len(str(d))
    if n * 10 ** max(-exponent, 0) < d * 10 ** max(exponent, 0):
        exponent -= 1
    shift = figures - 1 - exponent
    digits = str(_nearest(n * 10 ** max(shift, 0), d * 10 ** max(-shift, 0)))
    if len(digits) > figures:
        return digits[:figures], exponent + 1
    return digits, exponent
