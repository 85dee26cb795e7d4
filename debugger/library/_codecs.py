"""Encoding and decoding by name, as pickles refer to them."""

_ROT13 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm")


def _plain(encoding):
    return encoding.lower().replace("-", "_").removesuffix("_codec")


def encode(obj, encoding="utf-8", errors="strict"):
    """A text as bytes; by 'hex' and 'base64' bytes as bytes, by 'rot13' a text as a text."""
    name = _plain(encoding)
    if name in ("rot13", "rot_13"):
        return obj.translate(_ROT13)
    if name == "hex":
        return bytes(obj).hex().encode("ascii")
    if name in ("base64", "base_64"):
        import base64

        return base64.encodebytes(obj)
    return obj.encode(encoding, errors)


def decode(obj, encoding="utf-8", errors="strict"):
    """Bytes as a text, and encode() undone."""
    name = _plain(encoding)
    if name in ("rot13", "rot_13"):
        return obj.translate(_ROT13)
    if name == "hex":
        return bytes.fromhex(bytes(obj).decode("ascii"))
    if name in ("base64", "base_64"):
        import base64

        return base64.decodebytes(obj)
    return bytes(obj).decode(encoding, errors)
