"""Bytes as text: Base16, Base32, Base64 (RFC 4648), Ascii85 and Base85."""

import binascii

__all__ = [
    "encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode", "b32encode", "b32decode", "b32hexencode",
    "b32hexdecode", "b16encode", "b16decode", "b85encode", "b85decode", "a85encode", "a85decode", "standard_b64encode",
    "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode",
]


def _bytes_from_decode_data(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError(f"argument should be a bytes-like object or ASCII string, not {s.__class__.__name__!r}") from None


def b64encode(s, altchars=None):
    """Base64 text of bytes; altchars stand for + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """The bytes of Base64 text; validate refuses characters outside the alphabet."""
    s = _bytes_from_decode_data(s)
    if altchars is not None:
        altchars = _bytes_from_decode_data(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Base64 with + and /."""
    return b64encode(s)


def standard_b64decode(s):
    """The reverse of standard_b64encode()."""
    return b64decode(s)


_encode_url = bytes.maketrans(b"+/", b"-_")
_decode_url = bytes.maketrans(b"-_", b"+/")


def urlsafe_b64encode(s):
    """Base64 with - and _ for + and /."""
    return b64encode(s).translate(_encode_url)


def urlsafe_b64decode(s):
    """The reverse of urlsafe_b64encode()."""
    return b64decode(_bytes_from_decode_data(s).translate(_decode_url))


_b32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_b32hex = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"


def _b32encode(alphabet, s):
    s = bytes(s)
    left = len(s) % 5
    if left:
        s += b"\0" * (5 - left)
    encoded = bytearray()
    for i in range(0, len(s), 5):
        n = int.from_bytes(s[i:i + 5])
        for shift in range(35, -5, -5):
            encoded.append(alphabet[n >> shift & 31])
    if left:
        pad = {1: 6, 2: 4, 3: 3, 4: 1}[left]
        encoded[-pad:] = b"=" * pad
    return bytes(encoded)


def _b32decode(alphabet, s, casefold=False, map01=None):
    s = _bytes_from_decode_data(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _bytes_from_decode_data(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        s = s.upper()
    size = len(s)
    s = s.rstrip(b"=")
    pad = size - len(s)
    reverse = {c: i for i, c in enumerate(alphabet)}
    decoded = bytearray()
    n = 0
    for i in range(0, len(s), 8):
        n = 0
        for c in s[i:i + 8]:
            if c not in reverse:
                raise binascii.Error("Non-base32 digit found") from None
            n = (n << 5) + reverse[c]
        decoded += n.to_bytes(5) if i + 8 <= len(s) else b""
    if size % 8 or pad not in {0, 1, 3, 4, 6}:
        raise binascii.Error("Incorrect padding")
    if pad and size:
        n <<= 5 * pad
        decoded += n.to_bytes(5)[:(43 - 5 * pad) // 8]
    return bytes(decoded)


def b32encode(s):
    """Base32 text of bytes."""
    return _b32encode(_b32, s)


def b32decode(s, casefold=False, map01=None):
    """The bytes of Base32 text."""
    return _b32decode(_b32, s, casefold, map01)


def b32hexencode(s):
    """Base32 text in the extended hex alphabet."""
    return _b32encode(_b32hex, s)


def b32hexdecode(s, casefold=False):
    """The reverse of b32hexencode()."""
    return _b32decode(_b32hex, s, casefold)


def b16encode(s):
    """Hexadecimal text of bytes, in capitals."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """The bytes of hexadecimal text."""
    s = _bytes_from_decode_data(s)
    if casefold:
        s = s.upper()
    if s.translate(None, delete=b"0123456789ABCDEF"):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


def _85encode(b, chars, pad=False, foldnuls=False, foldspaces=False):
    b = bytes(b)
    padding = -len(b) % 4
    if padding:
        b += b"\0" * padding
    chunks = []
    for i in range(0, len(b), 4):
        word = int.from_bytes(b[i:i + 4])
        if foldnuls and not word:
            chunks.append(b"z")
        elif foldspaces and word == 0x20202020:
            chunks.append(b"y")
        else:
            digits = []
            for _ in range(5):
                word, digit = divmod(word, 85)
                digits.append(chars[digit])
            chunks.append(bytes(reversed(digits)))
    if padding and not pad:
        if chunks[-1] == b"z":
            chunks[-1] = chars[0:1] * 5
        chunks[-1] = chunks[-1][:-padding]
    return b"".join(chunks)


_a85 = bytes(range(33, 118))
_b85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Ascii85 text of bytes."""
    result = _85encode(b, _a85, pad, True, foldspaces)
    if adobe:
        result = b"<~" + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        chunks = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(chunks[-1]) + 2 > wrapcol:
            chunks.append(b"")
        result = b"\n".join(chunks)
    return result + b"~>" if adobe else result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """The bytes of Ascii85 text."""
    b = _bytes_from_decode_data(b)
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    decoded = []
    current = []
    for x in b + b"u" * 4:
        if 33 <= x <= 117:
            current.append(x)
            if len(current) == 5:
                acc = 0
                for digit in current:
                    acc = 85 * acc + (digit - 33)
                if acc > 0xFFFFFFFF:
                    raise ValueError("Ascii85 overflow") from None
                decoded.append(acc.to_bytes(4))
                current.clear()
        elif x == 122:
            if current:
                raise ValueError("z inside Ascii85 5-tuple")
            decoded.append(b"\0\0\0\0")
        elif foldspaces and x == 121:
            if current:
                raise ValueError("y inside Ascii85 5-tuple")
            decoded.append(b"\x20\x20\x20\x20")
        elif x not in ignorechars:
            raise ValueError(f"Non-Ascii85 digit found: {chr(x)}")
    result = b"".join(decoded)
    padding = 4 - len(current)
    return result[:-padding] if padding else result


def b85encode(b, pad=False):
    """Base85 text of bytes."""
    return _85encode(b, _b85, pad)


def b85decode(b):
    """The bytes of Base85 text."""
    reverse = {c: i for i, c in enumerate(_b85)}
    b = _bytes_from_decode_data(b)
    padding = -len(b) % 5
    b = b + b"~" * padding
    out = []
    for i in range(0, len(b), 5):
        acc = 0
        for j, c in enumerate(b[i:i + 5]):
            if c not in reverse:
                raise ValueError(f"bad base85 character at position {i + j}") from None
            acc = acc * 85 + reverse[c]
        if acc > 0xFFFFFFFF:
            raise ValueError(f"base85 overflow in hunk starting at byte {i}") from None
        out.append(acc.to_bytes(4))
    result = b"".join(out)
    return result[:-padding] if padding else result


def encodebytes(s):
    """Base64 in lines of 76 characters."""
    return b"".join([binascii.b2a_base64(s[i:i + 57]) for i in range(0, len(s), 57)])


def decodebytes(s):
    """The reverse of encodebytes()."""
    return binascii.a2b_base64(s)


def encode(input, output):
    """From one binary file to another as encodebytes() does."""
    while s := input.read(57):
        output.write(binascii.b2a_base64(s))


def decode(input, output):
    """The reverse of encode()."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))
