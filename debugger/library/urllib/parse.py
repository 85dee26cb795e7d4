"""Parts of URLs, and characters that URLs cannot hold."""

from collections import namedtuple as _namedtuple
import functools as _functools

__all__ = [
    "urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode", "parse_qs", "parse_qsl",
    "quote", "quote_plus", "quote_from_bytes", "unquote", "unquote_plus", "unquote_to_bytes", "DefragResult",
    "ParseResult", "SplitResult", "DefragResultBytes", "ParseResultBytes", "SplitResultBytes",
]

uses_relative = [
    "", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms", "prospero", "rtsp", "rtsps",
    "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss",
]
uses_netloc = [
    "", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https", "shttp", "snews", "prospero",
    "rtsp", "rtsps", "rtspu", "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss", "itms-services",
]
uses_params = ["", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtsps", "rtspu", "sip", "sips", "mms", "sftp", "tel"]
scheme_chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."


# ---- text or bytes ----


def _as_text(*args):
    """The arguments as text, and what turns a result into what they were."""
    if isinstance(args[0], str):
        for arg in args[1:]:
            if arg and not isinstance(arg, str):
                raise TypeError("Cannot mix str and non-str arguments")
        return (*args, lambda result: result)
    for arg in args[1:]:
        if arg and isinstance(arg, str):
            raise TypeError("Cannot mix str and non-str arguments")
    return (*[arg.decode("ascii", "strict") if arg else "" for arg in args], _as_bytes)


def _as_bytes(result):
    return result.encode() if hasattr(result, "encode") else result


class _Encodes:
    # Results in text.
    __slots__ = ()

    def encode(self, encoding="ascii", errors="strict"):
        return _OTHER[type(self)](*[part.encode(encoding, errors) for part in self])


class _Decodes:
    # Results in bytes.
    __slots__ = ()

    def decode(self, encoding="ascii", errors="strict"):
        return _OTHER[type(self)](*[part.decode(encoding, errors) for part in self])


class _Location:
    """What is in the netloc of a result."""

    __slots__ = ()

    def _parts(self):
        # User, password, host, port: each None when it is not there.
        text = self.netloc if isinstance(self.netloc, str) else self.netloc.decode("ascii")
        userinfo, at, place = text.rpartition("@")
        user, colon, password = userinfo.partition(":")
        before, bracket, rest = place.partition("[")
        if bracket:
            host, _, port = rest.partition("]")
            port = port.partition(":")[2]
        else:
            host, _, port = place.partition(":")
        found = user if at else None, password if at and colon else None, host or None, port or None
        if isinstance(self.netloc, str):
            return found
        return tuple([None if part is None else part.encode("ascii") for part in found])

    username = property(lambda self: self._parts()[0])
    password = property(lambda self: self._parts()[1])

    @property
    def hostname(self):
        host = self._parts()[2]
        if not host:
            return None
        # The zone of an IPv6 address keeps its case.
        percent = "%" if isinstance(host, str) else b"%"
        name, sign, zone = host.partition(percent)
        return name.lower() + sign + zone

    @property
    def port(self):
        port = self._parts()[3]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        if int(port) > 65535:
            raise ValueError("Port out of range 0-65535")
        return int(port)

    __class_getitem__ = classmethod(type(list[int]))


_Defrag = _namedtuple("_DefragResultBase", "url fragment")
_Split = _namedtuple("_SplitResultBase", "scheme netloc path query fragment")
_Parse = _namedtuple("_ParseResultBase", "scheme netloc path params query fragment")


def _classes(name, base, unite):
    kinds = [
        type(name + suffix, (base, *mixins), {"__slots__": (), "geturl": unite, "__module__": __name__})
        for suffix, mixins in (
            ("", (_Encodes,) if base is _Defrag else (_Location, _Encodes)),
            ("Bytes", (_Decodes,) if base is _Defrag else (_Location, _Decodes)),
        )
    ]
    return kinds


DefragResult, DefragResultBytes = _classes(
    "DefragResult", _Defrag, lambda self: self.url + ("#" if isinstance(self.url, str) else b"#") + self.fragment if self.fragment else self.url
)
SplitResult, SplitResultBytes = _classes("SplitResult", _Split, lambda self: urlunsplit(self))
ParseResult, ParseResultBytes = _classes("ParseResult", _Parse, lambda self: urlunparse(self))
_OTHER = {
    DefragResult: DefragResultBytes, SplitResult: SplitResultBytes, ParseResult: ParseResultBytes,
    DefragResultBytes: DefragResult, SplitResultBytes: SplitResult, ParseResultBytes: ParseResult,
}
ResultBase = _Location


# ---- apart and together ----

_UNSAFE = dict.fromkeys(map(ord, "\t\r\n"))
_OUTER = "".join(map(chr, range(33)))


def urlsplit(url, scheme="", allow_fragments=True):
    """scheme://netloc/path?query#fragment in five parts."""
    url, scheme, result = _as_text(url, scheme)
    url = url.lstrip(_OUTER).translate(_UNSAFE)
    scheme = scheme.strip(_OUTER).translate(_UNSAFE)
    head, colon, rest = url.partition(":")
    if colon and head and head[0].isascii() and head[0].isalpha() and all([char in scheme_chars for char in head]):
        scheme, url = head.lower(), rest
    netloc = query = fragment = ""
    if url[:2] == "//":
        ends = [place for place in [url.find(char, 2) for char in "/?#"] if place >= 0]
        end = min(ends, default=len(url))
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
        if "[" in netloc:
            _check_brackets(netloc.partition("[")[2].partition("]")[0])
    if allow_fragments:
        url, _, fragment = url.partition("#")
    url, _, query = url.partition("?")
    _check_netloc(netloc)
    return result(SplitResult(scheme, netloc, url, query, fragment))


def _check_brackets(host):
    if host.startswith("v"):
        version, dot, address = host[1:].partition(".")
        if not dot or not version or not address or not all([char in "0123456789abcdefABCDEF" for char in version]):
            raise ValueError("IPvFuture address is invalid")
        return
    if not _is_ipv6(host):
        four = host.split(".")
        if len(four) == 4 and all([part.isdecimal() and int(part) < 256 for part in four]):
            raise ValueError("An IPv4 address cannot be in brackets")
        raise ValueError(f"{host!r} does not appear to be an IPv4 or IPv6 address")


def _is_ipv6(text):
    text, _, zone = text.partition("%")
    last = text.rpartition(":")[2]
    if "." in last:
        # The last four bytes as an IPv4 address count for two groups.
        parts = last.split(".")
        if len(parts) != 4 or not all([part.isdecimal() and len(part) <= 3 and int(part) < 256 for part in parts]):
            return False
        text = f"{text[: -len(last)]}0:0"
    left, gap, right = text.partition("::")
    groups = [*left.split(":"), *right.split(":")] if gap else left.split(":")
    groups = [group for group in groups if group or not gap]
    if not all([0 < len(group) <= 4 and all([char in "0123456789abcdefABCDEF" for char in group]) for group in groups]):
        return False
    return "::" not in right and (len(groups) < 8 if gap else len(groups) == 8)


def _check_netloc(netloc):
    # Characters that normalization would turn into delimiters.
    if not netloc or netloc.isascii():
        return
    from unicodedata import normalize

    bare = netloc
    for char in "@:#?":
        bare = bare.replace(char, "")
    normal = normalize("NFKC", bare)
    if bare != normal and any([char in normal for char in "/?#@:"]):
        raise ValueError(f"netloc '{netloc}' contains invalid characters under NFKC normalization")


def urlunsplit(components):
    """A URL from five parts."""
    scheme, netloc, url, query, fragment, result = _as_text(*components)
    if netloc or scheme and scheme in uses_netloc and url[:2] != "//" and (not url or url[:1] == "/" or netloc):
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + (netloc or "") + url
    elif url[:2] == "//":
        url = "//" + url
    if scheme:
        url = f"{scheme}:{url}"
    url += f"?{query}" if query else ""
    return result(url + (f"#{fragment}" if fragment else ""))


def urlparse(url, scheme="", allow_fragments=True):
    """As urlsplit(), with the parameters of the last segment of the path apart."""
    url, scheme, result = _as_text(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params and ";" in path:
        at = path.find(";", path.rfind("/") + 1)
        if at >= 0:
            path, params = path[:at], path[at + 1 :]
    return result(ParseResult(scheme, netloc, path, params, query, fragment))


def urlunparse(components):
    """A URL from six parts."""
    scheme, netloc, url, params, query, fragment, result = _as_text(*components)
    return result(urlunsplit((scheme, netloc, f"{url};{params}" if params else url, query, fragment)))


def urldefrag(url):
    """The URL without its fragment, and the fragment."""
    url, result = _as_text(url)
    if "#" not in url:
        return result(DefragResult(url, ""))
    *parts, fragment = urlparse(url)
    return result(DefragResult(urlunparse((*parts, "")), fragment))


def urljoin(base, url, allow_fragments=True):
    """What a URL means that stands in the document at `base` (RFC 3986, 5.2)."""
    if not base or not url:
        return url or base
    base, url, result = _as_text(base, url)
    b = urlparse(base, "", allow_fragments)
    u = urlparse(url, b.scheme, allow_fragments)
    if u.scheme != b.scheme or u.scheme not in uses_relative:
        return result(url)
    netloc = u.netloc
    if u.scheme in uses_netloc:
        if netloc:
            return result(urlunparse(u))
        netloc = b.netloc
    if not u.path and not u.params:
        query = u.query or b.query
        return result(urlunparse((u.scheme, netloc, b.path, b.params, query, u.fragment)))
    if u.path[:1] == "/":
        segments = u.path.split("/")
    else:
        # Beside the last segment of the base, empty segments on the way left out.
        above = b.path.split("/")[:-1]
        segments = above + u.path.split("/")
        segments[1:-1] = [segment for segment in segments[1:-1] if segment]
    walked = []
    for segment in segments:
        if segment == "..":
            if walked:
                walked.pop()
        elif segment != ".":
            walked.append(segment)
    if segments[-1] in (".", ".."):
        walked.append("")
    return result(urlunparse((u.scheme, netloc, "/".join(walked) or "/", u.params, u.query, u.fragment)))


# ---- percent signs ----

_ALWAYS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


def quote(string, safe="/", encoding=None, errors=None):
    """Text or bytes with everything but letters, digits, _.-~ and `safe` as %XX."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode("utf-8" if encoding is None else encoding, "strict" if errors is None else errors)
    elif encoding is not None or errors is not None:
        name = "encoding" if encoding is not None else "errors"
        raise TypeError(f"quote() doesn't support '{name}' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe="", encoding=None, errors=None):
    """As quote(), with + for blanks."""
    blank = " " if isinstance(string, str) else b" "
    if blank not in string:
        return quote(string, safe, encoding, errors)
    space = " " if isinstance(safe, str) else b" "
    return quote(string, safe + space, encoding, errors).replace(" ", "+")


@_functools.lru_cache(maxsize=128)
def _allowed(safe):
    return _ALWAYS | frozenset(safe)


def quote_from_bytes(bs, safe="/"):
    """As quote(), of bytes."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ""
    safe = safe.encode("ascii", "ignore") if isinstance(safe, str) else bytes([byte for byte in safe if byte < 128])
    allowed = _allowed(safe)
    return "".join([chr(byte) if byte in allowed else f"%{byte:02X}" for byte in bs])


def unquote_to_bytes(string):
    """The bytes that a text with %XX stands for."""
    if not string:
        return b""
    data = string.encode("utf-8") if isinstance(string, str) else bytes(string)
    first, *rest = data.split(b"%")
    found = [first]
    for part in rest:
        try:
            found.append(bytes([int(part[:2].decode("ascii"), 16)]) + part[2:] if _is_hex(part[:2]) else b"%" + part)
        except UnicodeDecodeError:
            found.append(b"%" + part)
    return b"".join(found)


def _is_hex(two):
    return len(two) == 2 and all([byte in b"0123456789abcdefABCDEF" for byte in two])


def unquote(string, encoding="utf-8", errors="replace"):
    """The text that a text with %XX stands for."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding, errors)
    if "%" not in string:
        # A stranger type fails here, as it would further on.
        string.split
        return string
    found, run = [], ""
    # Only runs of ASCII are decoded: what is beyond stands for itself.
    for char in string:
        if char < "\x80":
            run += char
            continue
        found += [unquote_to_bytes(run).decode(encoding or "utf-8", errors or "replace"), char]
        run = ""
    found.append(unquote_to_bytes(run).decode(encoding or "utf-8", errors or "replace"))
    return "".join(found)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    """As unquote(), with blanks for +."""
    return unquote(string.replace("+", " "), encoding, errors)


# ---- queries ----


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    """The fields of a query as (name, value) pairs."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    is_text = isinstance(qs, str)
    if is_text and not isinstance(separator, str):
        separator = str(separator, "ascii")
    if not is_text:
        if not qs:
            return []
        qs = bytes(memoryview(qs))
        separator = bytes(separator, "ascii") if isinstance(separator, str) else separator
    if not qs:
        return []
    equals, plus, blank = ("=", "+", " ") if is_text else (b"=", b"+", b" ")
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    pairs = []
    for field in qs.split(separator):
        if not field and not strict_parsing:
            continue
        name, has_value, value = field.partition(equals)
        if not has_value and strict_parsing:
            raise ValueError(f"bad query field: {field!r}")
        if value or keep_blank_values:
            parts = [part.replace(plus, blank) for part in (name, value)]
            if is_text:
                pairs.append(tuple([unquote(part, encoding, errors) for part in parts]))
            else:
                pairs.append(tuple([unquote_to_bytes(part) for part in parts]))
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    """The fields of a query as a dict from names to lists of values."""
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator):
        found.setdefault(name, []).append(value)
    return found


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """A query from a mapping or pairs; with `doseq`, a field for each element of a value."""
    if hasattr(query, "items"):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError as error:
            raise TypeError("not a valid non-string sequence or mapping object") from error

    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value) if not isinstance(value, str) else value, safe, encoding, errors)

    fields = []
    for name, value in query:
        values = [value]
        if doseq and not isinstance(value, (str, bytes)):
            try:
                len(value)
                values = value
            except TypeError:
                pass
        fields += [f"{quoted(name)}={quoted(one)}" for one in values]
    return "&".join(fields)


def unwrap(url):
    """Without <URL: and > around it."""
    url = str(url).strip()
    if url[:1] == "<" and url[-1:] == ">":
        url = url[1:-1].strip()
    return url[4:].strip() if url[:4] == "URL:" else url
