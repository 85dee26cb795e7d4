"""Characters of HTML as references and back."""

__all__ = ["escape", "unescape"]


def escape(s, quote=True):
    """& < > as references, and quotes too unless told otherwise."""
    for char, name in (("&", "amp"), ("<", "lt"), (">", "gt")) + ((('"', "quot"), ("'", "#x27")) if quote else ()):
        s = s.replace(char, f"&{name};")
    return s


def unescape(s):
    """The text with named and numbered references replaced by what they stand for."""
    if "&" not in s:
        return s
    import re

    return re.sub(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)", _referenced, s)


def _referenced(match):
    from html.entities import html5

    name = match[1]
    if name[0] == "#":
        number = name[1:].rstrip(";")
        return _numbered(int(number[1:], 16) if number[0] in "xX" else int(number))
    if name in html5:
        return html5[name]
    # The longest name without a semicolon that it begins with.
    for end in range(len(name) - 1, 1, -1):
        if name[:end] in html5:
            return html5[name[:end]] + name[end:]
    return "&" + name


# What browsers take numbers of Windows-1252 for.
_WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"


def _numbered(number):
    if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        return "\ufffd"
    if number == 0x0D:
        return "\r"
    if 0x80 <= number <= 0x9F:
        return _WINDOWS[number - 0x80]
    control = number < 0x20 and number not in (0x09, 0x0A, 0x0C) or 0x7F <= number <= 0x9F
    return "" if control or 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE or number == 0xB else chr(number)
