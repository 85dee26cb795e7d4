"""Averages, spread and other statistics of data. Sums are exact: a result is rounded once, at the end."""

import math
import random as _random
from bisect import bisect_left, bisect_right
from collections import namedtuple
from fractions import Fraction

__all__ = [
    "NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean", "harmonic_mean", "kde",
    "kde_random", "linear_regression", "mean", "median", "median_grouped", "median_high", "median_low", "mode",
    "multimode", "pstdev", "pvariance", "quantiles", "stdev", "variance",
]


class StatisticsError(ValueError):
    """There is too little data, or it is of the wrong kind."""


# ---- exact sums ----


def _exact(x):
    # The value as a fraction; what is no finite number is left as it is.
    if isinstance(x, (int, Fraction)):
        return Fraction(x)
    try:
        return Fraction(*x.as_integer_ratio())
    except (OverflowError, ValueError):
        return x
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator") from None


def _common_type(kinds):
    # The type that a result of such values has.
    result = int
    for kind in kinds:
        result = _coerce(result, kind)
    return result


def _coerce(a, b):
    if a is b or b is int or b is bool:
        return a
    if a is int or issubclass(b, a):
        return b
    if issubclass(a, b):
        return a
    if issubclass(a, int):
        return b
    if issubclass(b, int):
        return a
    if issubclass(a, Fraction) and issubclass(b, float):
        return b
    if issubclass(a, float) and issubclass(b, Fraction):
        return a
    raise TypeError(f"don't know how to coerce {a.__name__} and {b.__name__}")


def _total(values):
    # The sum of fractions; infinities and NaN go their own way.
    by_denominator = {}
    special = None
    for value in values:
        if isinstance(value, Fraction):
            d = value.denominator
            by_denominator[d] = by_denominator.get(d, 0) + value.numerator
        else:
            special = value if special is None else special + value
    if special is not None:
        return special
    return sum((Fraction(n, d) for d, n in by_denominator.items()), Fraction(0))


def _sum(data):
    """(type of the values, their exact sum, how many)."""
    values = list(data)
    return _common_type({type(x) for x in values}), _total(map(_exact, values)), len(values)


def _converted(value, kind):
    # A result as a value of this type.
    if type(value) is kind or not isinstance(value, Fraction):
        return value
    if issubclass(kind, int) and value.denominator != 1:
        kind = float
    try:
        return kind(value)
    except TypeError:
        return kind(value.numerator) / kind(value.denominator)


def _squares(data, center=None):
    """(type, sum of squared distances from the center, center, how many); the center is the mean unless given."""
    values = list(data)
    kind = _common_type({type(x) for x in values})
    exact = list(map(_exact, values))
    n = len(values)
    if center is None:
        if not n:
            return kind, Fraction(0), Fraction(0), 0
        center = _total(exact) / n
    else:
        center = _exact(center)
    if not isinstance(center, Fraction):
        return kind, abs(center), center, n
    return kind, _total((x - center) ** 2 if isinstance(x, Fraction) else math.nan for x in exact), center, n


def _root(value):
    """The square root of a fraction, rounded once."""
    n, d = value.numerator, value.denominator
    if not n:
        return 0.0
    # Scaled so that the whole root has 55 bits and more; a rest makes it odd, so that rounding to 53 bits is right.
    shift = (n.bit_length() - d.bit_length() - 109) // 2
    if shift >= 0:
        top, bottom = n, d << 2 * shift
    else:
        top, bottom = n << -2 * shift, d
    root = math.isqrt(top // bottom)
    if root * root * bottom != top:
        root |= 1
    return float(Fraction(root << shift)) if shift >= 0 else root / (1 << -shift)


# ---- averages ----


def mean(data):
    """The sum by the number."""
    kind, total, n = _sum(data)
    if n < 1:
        raise StatisticsError("mean requires at least one data point")
    return _converted(total / n, kind)


def fmean(data, weights=None):
    """The mean as a float, with weights if given."""
    values = data if hasattr(data, "__len__") else list(data)
    n = len(values)
    if weights is None:
        if not n:
            raise StatisticsError("fmean requires at least one data point")
        return math.fsum(values) / n
    weights = weights if isinstance(weights, (list, tuple)) else list(weights)
    try:
        top = math.sumprod(values, weights)
    except ValueError:
        raise StatisticsError("data and weights must be the same length") from None
    bottom = math.fsum(weights)
    if not bottom:
        raise StatisticsError("sum of weights must be non-zero")
    return top / bottom


def geometric_mean(data):
    """The n-th root of the product, as a float."""
    values = list(data)
    found_zero = False
    logs = []
    for x in values:
        if x > 0.0 or math.isnan(x):
            logs.append(math.log(x))
        elif x == 0.0:
            found_zero = True
        else:
            raise StatisticsError("No negative inputs allowed", x)
    if not values:
        raise StatisticsError("Must have a non-empty dataset")
    total = math.fsum(logs)
    if math.isnan(total):
        return math.nan
    if found_zero:
        return math.nan if total == math.inf else 0.0
    return math.exp(total / len(values))


def harmonic_mean(data, weights=None):
    """The number by the sum of the reciprocals, with weights if given."""
    values = list(data)
    if not values:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if len(values) == 1 and weights is None:
        x = values[0]
        if isinstance(x, (int, float, Fraction)):
            if x < 0:
                raise StatisticsError("harmonic mean does not support negative values")
            return x
        raise TypeError("unsupported type")
    if weights is None:
        weights = [1] * len(values)
        sum_of_weights = len(values)
    else:
        weights = list(weights)
        if len(weights) != len(values):
            raise StatisticsError("Number of weights does not match data size")
        for w in weights:
            if w < 0:
                raise StatisticsError("harmonic mean does not support negative values")
        sum_of_weights = _sum(weights)[1]
    for x in values:
        if x < 0:
            raise StatisticsError("harmonic mean does not support negative values")
    if any(w and x == 0 for w, x in zip(weights, values)):
        return 0
    kind, total, n = _sum(w / x if w else 0 for w, x in zip(weights, values))
    if total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _converted(sum_of_weights / total, kind)


def _sorted(data, what="median"):
    values = sorted(data)
    if not values:
        raise StatisticsError("no median for empty data")
    return values


def median(data):
    """The middle value, or the mean of the two in the middle."""
    values = _sorted(data)
    i = len(values) // 2
    return values[i] if len(values) % 2 else (values[i - 1] + values[i]) / 2


def median_low(data):
    """The middle value, or the lower of the two in the middle."""
    values = _sorted(data)
    return values[(len(values) - 1) // 2]


def median_high(data):
    """The middle value, or the higher of the two in the middle."""
    values = _sorted(data)
    return values[len(values) // 2]


def median_grouped(data, interval=1.0):
    """The median of values that stand for intervals of this width around them."""
    values = _sorted(data)
    n = len(values)
    x = values[n // 2]
    i = bisect_left(values, x)
    j = bisect_right(values, x, lo=i)
    try:
        interval = float(interval)
        x = float(x)
    except ValueError:
        raise TypeError("Value cannot be converted to a float") from None
    return x - interval / 2.0 + interval * (n / 2 - i) / (j - i)


def mode(data):
    """The value there is most often, the first of several."""
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    if not counts:
        raise StatisticsError("no mode for empty data")
    return max(counts, key=counts.get)


def multimode(data):
    """All values there are most often, in their order."""
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


# ---- spread ----


def pvariance(data, mu=None):
    """The mean squared distance from the mean, of a whole population."""
    kind, squares, center, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _converted(squares / n, kind)


def variance(data, xbar=None):
    """The mean squared distance from the mean, of a sample."""
    kind, squares, center, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError("variance requires at least two data points")
    return _converted(squares / (n - 1), kind)


def pstdev(data, mu=None):
    """The square root of pvariance()."""
    kind, squares, center, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root(squares / n)


def stdev(data, xbar=None):
    """The square root of variance()."""
    kind, squares, center, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(squares / (n - 1))


def quantiles(data, *, n=4, method="exclusive"):
    """The n - 1 values that cut the data into n parts of as many values each."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    values = sorted(data)
    size = len(values)
    if size < 2:
        if size == 1:
            return values * (n - 1)
        raise StatisticsError("must have at least one data point")
    cuts = []
    if method == "inclusive":
        m = size - 1
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            cuts.append((values[j] * (n - delta) + values[j + 1] * delta) / n)
    elif method == "exclusive":
        m = size + 1
        for i in range(1, n):
            j = min(max(i * m // n, 1), size - 1)
            delta = i * m - j * n
            cuts.append((values[j - 1] * (n - delta) + values[j] * delta) / n)
    else:
        raise ValueError(f"Unknown method: {method!r}")
    return cuts


# ---- two variables ----


def _pairs(x, y, what):
    n = len(x)
    if len(y) != n:
        raise StatisticsError(f"{what} requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError(f"{what} requires at least two data points")
    return n


def covariance(x, y, /):
    """How much two variables vary together."""
    n = _pairs(x, y, "covariance")
    xbar = math.fsum(x) / n
    ybar = math.fsum(y) / n
    return math.sumprod((xi - xbar for xi in x), (yi - ybar for yi in y)) / (n - 1)


def correlation(x, y, /, *, method="linear"):
    """Pearson's coefficient of two variables, or Spearman's with method='ranked'."""
    n = _pairs(x, y, "correlation")
    if method not in ("linear", "ranked"):
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        start = (n - 1) / -2
        x, y = _ranks(x, start), _ranks(y, start)
    else:
        xbar, ybar = math.fsum(x) / n, math.fsum(y) / n
        x = [xi - xbar for xi in x]
        y = [yi - ybar for yi in y]
    sxy = math.sumprod(x, y)
    sxx = math.sumprod(x, x)
    syy = math.sumprod(y, y)
    try:
        return sxy / math.sqrt(sxx * syy)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant") from None


def _ranks(data, start):
    # The place of each value in order; equal ones share the mean of theirs.
    order = sorted(range(len(data)), key=data.__getitem__)
    result = [0.0] * len(data)
    i = 0
    while i < len(order):
        j = i
        while j < len(order) and data[order[j]] == data[order[i]]:
            j += 1
        rank = start + (i + j - 1) / 2
        for k in order[i:j]:
            result[k] = rank
        i = j
    return result


LinearRegression = namedtuple("LinearRegression", ("slope", "intercept"))


def linear_regression(x, y, /, *, proportional=False):
    """Slope and intercept of the line nearest to the points; proportional: through the origin."""
    n = _pairs(x, y, "linear regression")
    if not proportional:
        xbar, ybar = math.fsum(x) / n, math.fsum(y) / n
        x = [xi - xbar for xi in x]
        y = [yi - ybar for yi in y]
    sxy = math.sumprod(x, y) + 0.0
    sxx = math.sumprod(x, x)
    try:
        slope = sxy / sxx
    except ZeroDivisionError:
        raise StatisticsError("x is constant") from None
    return LinearRegression(slope=slope, intercept=0.0 if proportional else ybar - slope * xbar)


# ---- the normal distribution ----

_SQRT2 = math.sqrt(2.0)


def _polynomial(coefficients, x):
    total = 0.0
    for c in coefficients:
        total = total * x + c
    return total


# Wichura's algorithm AS241 (PPND16): rational approximations of the inverse distribution function.
_CENTRAL = (
    (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
     1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0),
    (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
     5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0),
)
_MIDDLE = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
     3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0),
)
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0),
)


def _inverse_normal(p, mu, sigma):
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        x = _polynomial(_CENTRAL[0], r) * q / _polynomial(_CENTRAL[1], r)
        return mu + x * sigma
    r = math.sqrt(-math.log(p if q <= 0.0 else 1.0 - p))
    if r <= 5.0:
        table, r = _MIDDLE, r - 1.6
    else:
        table, r = _TAIL, r - 5.0
    x = _polynomial(table[0], r) / _polynomial(table[1], r)
    return mu + (-x if q < 0.0 else x) * sigma


class NormalDist:
    """A normal distribution of this mean and standard deviation."""

    __slots__ = {"_mu": "Arithmetic mean of a normal distribution", "_sigma": "Standard deviation of a normal distribution"}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The distribution with the mean and deviation of a sample."""
        kind, squares, center, n = _squares(data)
        if n < 2:
            raise StatisticsError("stdev requires at least two data points")
        return cls(float(center), _root(squares / (n - 1)))

    def samples(self, n, *, seed=None):
        """n values drawn at random."""
        rnd = _random.random if seed is None else _random.Random(seed).random
        return [_inverse_normal(rnd(), self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        """The density at x."""
        spread = self._sigma * self._sigma
        if not spread:
            raise StatisticsError("pdf() not defined when sigma is zero")
        diff = x - self._mu
        return math.exp(diff * diff / (-2.0 * spread)) / math.sqrt(math.tau * spread)

    def cdf(self, x):
        """How likely a value is not above x."""
        if not self._sigma:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * math.erfc((self._mu - x) / (self._sigma * _SQRT2))

    def inv_cdf(self, p):
        """The x whose cdf() is p."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        return _inverse_normal(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """The n - 1 values that cut the distribution into n parts as likely."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """The area under both densities, 0 to 1."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        a, b = self, other
        if (b._sigma, b._mu) < (a._sigma, a._mu):
            a, b = b, a
        va, vb = a.variance, b.variance
        if not va or not vb:
            raise StatisticsError("overlap() not defined when sigma is zero")
        dv = vb - va
        dm = abs(b._mu - a._mu)
        if not dv:
            return math.erfc(dm / (2.0 * a._sigma * _SQRT2))
        # Where the densities cross.
        first = a._mu * vb - b._mu * va
        second = a._sigma * b._sigma * math.sqrt(dm * dm + dv * math.log(vb / va))
        x1, x2 = (first + second) / dv, (first - second) / dv
        return 1.0 - (abs(b.cdf(x1) - a.cdf(x1)) + abs(b.cdf(x2) - a.cdf(x2)))

    def zscore(self, x):
        """How many deviations x is above the mean."""
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        """The mean."""
        return self._mu

    @property
    def median(self):
        """The median: the mean."""
        return self._mu

    @property
    def mode(self):
        """The mode: the mean."""
        return self._mu

    @property
    def stdev(self):
        """The standard deviation."""
        return self._sigma

    @property
    def variance(self):
        """The square of the deviation."""
        return self._sigma * self._sigma

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __rsub__(self, other):
        return -(self - other)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * math.fabs(other))

    __rmul__ = __mul__

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / math.fabs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self._mu == other._mu and self._sigma == other._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state


# ---- estimating a density ----


def _kernels():
    pi, exp, cos, sin, sqrt, atan, tan, asin, cosh = (
        math.pi, math.exp, math.cos, math.sin, math.sqrt, math.atan, math.tan, math.asin, math.cosh
    )
    normal = NormalDist()
    # Density, distribution function, and how far it reaches.
    return {
        "normal": (lambda t: exp(-1 / 2 * t * t) / sqrt(2 * pi), lambda t: 1 / 2 * math.erfc(-t / _SQRT2), None),
        "logistic": (lambda t: 1 / 2 / (1.0 + cosh(t)), lambda t: 1.0 - 1.0 / (exp(t) + 1.0), None),
        "sigmoid": (lambda t: 1 / pi / cosh(t), lambda t: 2 / pi * atan(exp(t)), None),
        "rectangular": (lambda t: 1 / 2, lambda t: 1 / 2 * t + 1 / 2, 1.0),
        "triangular": (lambda t: 1.0 - abs(t), lambda t: t * t * (1 / 2 if t < 0.0 else -1 / 2) + t + 1 / 2, 1.0),
        "parabolic": (lambda t: 3 / 4 * (1.0 - t * t), lambda t: _polynomial((-1 / 4, 0.0, 3 / 4, 1 / 2), t), 1.0),
        "quartic": (
            lambda t: 15 / 16 * (1.0 - t * t) ** 2,
            lambda t: _polynomial((3 / 16, 0.0, -5 / 8, 0.0, 15 / 16, 1 / 2), t), 1.0,
        ),
        "triweight": (
            lambda t: 35 / 32 * (1.0 - t * t) ** 3,
            lambda t: _polynomial((-5 / 32, 0.0, 21 / 32, 0.0, -35 / 32, 0.0, 35 / 32, 1 / 2), t), 1.0,
        ),
        "cosine": (lambda t: pi / 4 * cos(pi / 2 * t), lambda t: 1 / 2 * sin(pi / 2 * t) + 1 / 2, 1.0),
    }


_SAME = {"gauss": "normal", "uniform": "rectangular", "epanechnikov": "parabolic", "biweight": "quartic"}


def kde(data, h, kernel="normal", *, cumulative=False):
    """A function that estimates the density (cumulative: the distribution) that a sample comes from, smoothed over h."""
    n = len(data)
    if not n:
        raise StatisticsError("Empty data sequence")
    if not isinstance(data[0], (int, float)):
        raise TypeError("Data sequence must contain ints or floats")
    if h <= 0.0:
        raise StatisticsError(f"Bandwidth h must be positive, not {h=!r}")
    found = _kernels().get(_SAME.get(kernel, kernel))
    if found is None:
        raise StatisticsError(f"Unknown kernel name: {kernel!r}")
    density, distribution, reach = found
    if reach is None:
        if cumulative:
            return lambda x: sum(distribution((x - xi) / h) for xi in data) / len(data)
        return lambda x: sum(density((x - xi) / h) for xi in data) / (len(data) * h)
    sample = sorted(data)
    width = h * reach

    def pdf(x):
        i, j = bisect_left(sample, x - width), bisect_right(sample, x + width)
        return sum(density((x - xi) / h) for xi in sample[i:j]) / (n * h)

    def cdf(x):
        i, j = bisect_left(sample, x - width), bisect_right(sample, x + width)
        return sum((distribution((x - xi) / h) for xi in sample[i:j]), i) / n

    return cdf if cumulative else pdf


def kde_random(data, h, kernel="normal", *, seed=None):
    """A function that draws values from the density that kde() estimates; only of the kernel 'normal' and 'rectangular' here."""
    n = len(data)
    if not n:
        raise StatisticsError("Empty data sequence")
    if not isinstance(data[0], (int, float)):
        raise TypeError("Data sequence must contain ints or floats")
    if h <= 0.0:
        raise StatisticsError(f"Bandwidth h must be positive, not {h=!r}")
    inverse = {"normal": NormalDist().inv_cdf, "rectangular": lambda p: 2 * p - 1}.get(_SAME.get(kernel, kernel))
    if inverse is None:
        if _SAME.get(kernel, kernel) in _kernels():
            raise NotImplementedError(f"statistics.kde_random() with kernel {kernel!r} is not in Coro")
        raise StatisticsError(f"Unknown kernel name: {kernel!r}")
    source = _random.Random(seed)
    return lambda: source.choice(data) + h * inverse(source.random())
