"""Message digests: MD5, SHA-1, SHA-2 and SHA-3."""

from _hashlib import new as _new

algorithms_guaranteed = {
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512",
}
algorithms_available = set(algorithms_guaranteed)

__all__ = (
    "new", "algorithms_guaranteed", "algorithms_available", "pbkdf2_hmac", "file_digest", *sorted(algorithms_guaranteed)
)


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


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key derived from a password (RFC 8018, 5.2)."""
    from hmac import digest as _keyed

    if not isinstance(hash_name, str):
        raise TypeError(f"pbkdf2_hmac() argument 'hash_name' must be str, not {type(hash_name).__name__}")
    size = _new(hash_name, b"").digest_size
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    wanted = size if dklen is None else dklen
    if wanted < 1:
        raise ValueError("key length must be greater than 0.")
    password, salt = bytes(password), bytes(salt)
    key = b""
    block = 1
    while len(key) < wanted:
        last = _keyed(password, salt + block.to_bytes(4), hash_name)
        total = int.from_bytes(last)
        for _ in range(iterations - 1):
            last = _keyed(password, last, hash_name)
            total ^= int.from_bytes(last)
        key += total.to_bytes(size)
        block += 1
    return key[:wanted]


def file_digest(fileobj, digest, /, *, _bufsize=262144):
    """A hash object fed with what is left in a file: here, in an io.BytesIO."""
    found = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, "getbuffer"):
        found.update(fileobj.getbuffer())
        return found
    if not (hasattr(fileobj, "readinto") and hasattr(fileobj, "readable") and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    while data := fileobj.read(_bufsize):
        found.update(data)
    return found
