"""Random numbers as for passwords. They come from the run's own seeded source, so that a run can be repeated: no secrets."""

import base64 as _base64
from random import SystemRandom

__all__ = [
    "choice", "randbelow", "randbits", "SystemRandom", "token_bytes", "token_hex", "token_urlsafe", "compare_digest",
]

DEFAULT_ENTROPY = 32

_source = SystemRandom()
randbits = _source.getrandbits
choice = _source.choice


def randbelow(exclusive_upper_bound):
    """A number from 0 up to, not including, the bound."""
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    return _source._randbelow(exclusive_upper_bound)


def token_bytes(nbytes=None):
    """Random bytes, 32 by default."""
    return _source.randbytes(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes=None):
    """Random bytes in hexadecimal digits."""
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    """Random bytes in letters and digits for URLs."""
    return _base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b"=").decode("ascii")


def compare_digest(a, b, /):
    """a == b, for two texts of ASCII or two bytes-like objects."""
    if isinstance(a, str) and isinstance(b, str):
        if not a.isascii() or not b.isascii():
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        return a == b
    for each in (a, b):
        if not isinstance(each, (bytes, bytearray, memoryview)):
            raise TypeError(f"a bytes-like object is required, not '{type(each).__name__}'")
    return bytes(a) == bytes(b)
