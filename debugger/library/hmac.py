"""Message digests with a key (RFC 2104)."""

from _hashlib import new as _new

digest_size = None
trans_5C = bytes([byte ^ 0x5C for byte in range(256)])
trans_36 = bytes([byte ^ 0x36 for byte in range(256)])


def compare_digest(a, b, /):
    """Are two digests the same?"""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        return a == b
    for one in (a, b):
        if not isinstance(one, (bytes, bytearray, memoryview)):
            raise TypeError(f"a bytes-like object is required, not {type(one).__name__!r}")
    return bytes(a) == bytes(b)


def _maker(digestmod):
    # What makes hash objects, from a name, a module or a function.
    if callable(digestmod):
        return digestmod
    if isinstance(digestmod, str):
        return lambda data=b"": _new(digestmod, data)
    return lambda data=b"": digestmod.new(data)


class HMAC:
    """A digest that depends on a key, fed bit by bit."""

    blocksize = 64

    def __init__(self, key, msg=None, digestmod=""):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f"key: expected bytes or bytearray, but got {type(key).__name__!r}")
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        make = _maker(digestmod)
        self._inner, self._outer = make(), make()
        self.digest_size = self._inner.digest_size
        self.block_size = getattr(self._inner, "block_size", 64)
        key = make(key).digest() if len(key) > self.block_size else bytes(key)
        key = key.ljust(self.block_size, b"\0")
        self._inner.update(key.translate(trans_36))
        self._outer.update(key.translate(trans_5C))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return f"hmac-{self._inner.name}"

    def update(self, msg):
        """Feeds it with more."""
        self._inner.update(msg)

    def copy(self):
        """Another one that was fed with the same."""
        other = self.__class__.__new__(self.__class__)
        other.digest_size, other.block_size = self.digest_size, self.block_size
        other._inner, other._outer = self._inner.copy(), self._outer.copy()
        return other

    def _finished(self):
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer

    def digest(self):
        """The digest of all it was fed with."""
        return self._finished().digest()

    def hexdigest(self):
        """The same in hexadecimal."""
        return self._finished().hexdigest()


def new(key, msg=None, digestmod=""):
    """A digest with a key, fed with a message if there is one."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The digest of a message with a key."""
    return HMAC(key, msg, digest).digest()
