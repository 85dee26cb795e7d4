"""Message digests: MD5, SHA-1, SHA-2 and SHA-3."""

from _hashlib import new as _new

algorithms_guaranteed = {
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512",
}
algorithms_available = set(algorithms_guaranteed)

__all__ = ("new", "algorithms_guaranteed", "algorithms_available", *sorted(algorithms_guaranteed))


def new(name, data=b"", **kwargs):
    """A hash object by the name of its algorithm, fed with data."""
    return _new(name, data)


def _function(name):
    def openssl(string=b"", *, usedforsecurity=True):
        return _new(name, string)

    openssl.__name__ = openssl.__qualname__ = f"openssl_{name}"
    openssl.__doc__ = f"A {name} hash object, fed with string."
    return openssl


md5 = _function("md5")
sha1 = _function("sha1")
sha224 = _function("sha224")
sha256 = _function("sha256")
sha384 = _function("sha384")
sha512 = _function("sha512")
sha3_224 = _function("sha3_224")
sha3_256 = _function("sha3_256")
sha3_384 = _function("sha3_384")
sha3_512 = _function("sha3_512")
