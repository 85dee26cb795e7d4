"""How the values of failed assertions are shown and counted."""

__unittest = True

_MAX_LENGTH = 80
_PLACEHOLDER_LEN = 12
_MIN_BEGIN_LEN = 5
_MIN_END_LEN = 5
_MIN_COMMON_LEN = 5
_MIN_DIFF_LEN = _MAX_LENGTH - _MIN_BEGIN_LEN - _MIN_COMMON_LEN - _MIN_END_LEN - 2 * _PLACEHOLDER_LEN


def strclass(cls):
    """The class with its module, as descriptions of tests name it."""
    return f"{cls.__module__}.{cls.__qualname__}"


def safe_repr(obj, short=False):
    """repr(obj), or object's own repr where that fails; cut to 80 characters when short."""
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    return f"{text[:_MAX_LENGTH]} [truncated]..." if short and len(text) >= _MAX_LENGTH else text


def _shorten(s, prefixlen, suffixlen):
    left_out = len(s) - prefixlen - suffixlen
    if left_out <= _PLACEHOLDER_LEN:
        return s
    return f"{s[:prefixlen]}[{left_out} chars]{s[len(s) - suffixlen:]}"


def _same_start(texts):
    shortest, longest = min(texts), max(texts)
    n = 0
    while n < len(shortest) and shortest[n] == longest[n]:
        n += 1
    return n


def _common_shorten_repr(*args):
    # Long texts keep their differing parts: first the common start is cut, then the middle of what follows.
    texts = [safe_repr(each) for each in args]
    longest = max(len(text) for text in texts)
    if longest <= _MAX_LENGTH:
        return tuple(texts)
    same = _same_start(texts)
    kept = _MAX_LENGTH - (longest - same) - _MIN_BEGIN_LEN - _PLACEHOLDER_LEN
    start = texts[0][:same]
    if kept > _MIN_COMMON_LEN:
        start = _shorten(start, _MIN_BEGIN_LEN, kept)
        return tuple(start + text[same:] for text in texts)
    start = _shorten(start, _MIN_BEGIN_LEN, _MIN_COMMON_LEN)
    return tuple(start + _shorten(text[same:], _MIN_DIFF_LEN, _MIN_END_LEN) for text in texts)


def sorted_list_difference(expected, actual):
    """What only the first and only the second of two sorted lists have, without repeats."""
    missing, unexpected = [], []
    i = j = 0
    while i < len(expected) and j < len(actual):
        e, a = expected[i], actual[j]
        if e < a:
            missing.append(e)
            i = _past(expected, i)
        elif a < e:
            unexpected.append(a)
            j = _past(actual, j)
        else:
            i = _past(expected, i)
            j = _past(actual, j)
    missing.extend(expected[i:])
    unexpected.extend(actual[j:])
    return missing, unexpected


def _past(items, i):
    value = items[i]
    while i < len(items) and items[i] == value:
        i += 1
    return i


def unorderable_list_difference(expected, actual):
    """As sorted_list_difference for items that only compare equal; empties `expected`."""
    missing = []
    while expected:
        item = expected.pop()
        try:
            actual.remove(item)
        except ValueError:
            missing.append(item)
    return missing, actual


def three_way_cmp(x, y):
    """-1, 0 or 1 as x is below, equal to or above y."""
    return (x > y) - (x < y)


def __getattr__(name):
    # A named tuple takes time to make, and only failures need it.
    if name == "_Mismatch":
        from collections import namedtuple

        globals()[name] = found = namedtuple("Mismatch", "actual expected value")
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _mismatches(counts):
    make = __getattr__("_Mismatch")
    return [make(a, e, value) for value, a, e in counts if a != e]


def _count_diff_all_purpose(actual, expected):
    # For items that have no hash: every one is compared with every other.
    counts = []
    for side, items in enumerate((actual, expected)):
        for item in items:
            for row in counts:
                if row[0] is item or row[0] == item:
                    row[side + 1] += 1
                    break
            else:
                counts.append([item, 1 - side, side])
    return _mismatches(counts)


def _count_diff_hashable(actual, expected):
    counts = {}
    for side, items in enumerate((actual, expected)):
        for item in items:
            row = counts.get(item)
            if row is None:
                counts[item] = row = [item, 0, 0]
            row[side + 1] += 1
    return _mismatches(counts.values())
