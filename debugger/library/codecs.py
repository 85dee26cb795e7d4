"""Encodings by name: encode, decode, the ways to treat errors."""

from _codecs import _plain, decode, encode

__all__ = [
    "BOM", "BOM_BE", "BOM_LE", "BOM_UTF8", "BOM_UTF16", "BOM_UTF16_BE", "BOM_UTF16_LE", "BOM_UTF32", "BOM_UTF32_BE", "BOM_UTF32_LE",
    "CodecInfo", "decode", "encode", "getdecoder", "getencoder", "lookup",
]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM = BOM_LE = BOM_UTF16 = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32 = BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"

class CodecInfo(tuple):
    """What is known of an encoding: its functions and its name."""

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.encode, self.decode, self.streamreader, self.streamwriter = self
        self.incrementalencoder, self.incrementaldecoder, self.name = incrementalencoder, incrementaldecoder, name
        return self

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} object for encoding {self.name} at {id(self):#x}>"


_NAMES = {
    "utf8": "utf-8", "utf_8": "utf-8", "u8": "utf-8", "ascii": "ascii", "us_ascii": "ascii", "latin1": "iso8859-1",
    "latin_1": "iso8859-1", "iso_8859_1": "iso8859-1", "iso8859_1": "iso8859-1", "utf_16": "utf-16", "utf16": "utf-16",
    "utf_32": "utf-32", "utf32": "utf-32", "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be", "utf_8_sig": "utf-8-sig",
}


def lookup(encoding, /):
    """The CodecInfo of an encoding; LookupError for an unknown one."""
    name = _plain(encoding)
    if name not in ("hex", "rot13", "rot_13", "base64", "base_64"):
        "".encode(encoding)

    def encoder(text, errors="strict"):
        return encode(text, encoding, errors), len(text)

    def decoder(data, errors="strict"):
        return decode(data, encoding, errors), len(data)

    return CodecInfo(encoder, decoder, name=_NAMES.get(name, name))


def getencoder(encoding):
    """The function that encodes."""
    return lookup(encoding).encode


def getdecoder(encoding):
    """The function that decodes."""
    return lookup(encoding).decode
