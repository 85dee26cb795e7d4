"""Universally unique identifiers. Random ones come from the run's own seeded source, so that a run can be repeated."""

import time as _time
from enum import Enum as _Enum
from random import SystemRandom as _SystemRandom

_random = _SystemRandom()

RESERVED_NCS = "reserved for NCS compatibility"
RFC_4122 = "specified in RFC 4122"
RESERVED_MICROSOFT = "reserved for Microsoft compatibility"
RESERVED_FUTURE = "reserved for future definition"


class SafeUUID(_Enum):
    """Whether an identifier was made so that two processes cannot get the same."""

    safe = 0
    unsafe = -1
    unknown = None


class UUID:
    """An identifier of 128 bits: of a text of 32 hexadecimal digits, of bytes, of fields, or of an int."""

    __slots__ = ("int", "is_safe", "__weakref__")

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *,
                 is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        if hex is not None:
            digits = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
            if len(digits) != 32:
                raise ValueError("badly formed hexadecimal UUID string")
            int = _int(digits, 16)
        elif bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError("bytes_le is not a 16-char string")
            bytes = bytes_le[3::-1] + bytes_le[5:3:-1] + bytes_le[7:5:-1] + bytes_le[8:]
        if bytes is not None:
            if len(bytes) != 16:
                raise ValueError("bytes is not a 16-char string")
            int = _int.from_bytes(bytes, "big")
        elif fields is not None:
            int = _from_fields(fields)
        if not 0 <= int < 1 << 128:
            raise ValueError("int is out of range (need a 128-bit value)")
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError("illegal version number")
            int = int & ~(0xC000 << 48) | 0x8000 << 48
            int = int & ~(0xF000 << 64) | version << 76
        object.__setattr__(self, "int", int)
        object.__setattr__(self, "is_safe", is_safe)

    def __setattr__(self, name, value):
        raise TypeError("UUID objects are immutable")

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return f"{self.__class__.__name__}({str(self)!r})"

    def __str__(self):
        digits = self.hex
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def __reduce__(self):
        return self.__class__, (str(self),)

    @property
    def bytes(self):
        """The 16 bytes."""
        return self.int.to_bytes(16, "big")

    @property
    def bytes_le(self):
        """The 16 bytes, the first three fields with their last byte first."""
        data = self.bytes
        return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]

    @property
    def fields(self):
        """time_low, time_mid, time_hi_version, clock_seq_hi_variant, clock_seq_low, node."""
        return (
            self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low, self.node
        )

    @property
    def time_low(self):
        """The first 32 bits."""
        return self.int >> 96

    @property
    def time_mid(self):
        """The next 16 bits."""
        return self.int >> 80 & 0xFFFF

    @property
    def time_hi_version(self):
        """The next 16 bits."""
        return self.int >> 64 & 0xFFFF

    @property
    def clock_seq_hi_variant(self):
        """The next 8 bits."""
        return self.int >> 56 & 0xFF

    @property
    def clock_seq_low(self):
        """The next 8 bits."""
        return self.int >> 48 & 0xFF

    @property
    def time(self):
        """The time as 60 bits."""
        return (self.time_hi_version & 0x0FFF) << 48 | self.time_mid << 32 | self.time_low

    @property
    def clock_seq(self):
        """The sequence number as 14 bits."""
        return (self.clock_seq_hi_variant & 0x3F) << 8 | self.clock_seq_low

    @property
    def node(self):
        """The last 48 bits."""
        return self.int & 0xFFFFFFFFFFFF

    @property
    def hex(self):
        """The 32 hexadecimal digits."""
        return f"{self.int:032x}"

    @property
    def urn(self):
        """As a URN."""
        return "urn:uuid:" + str(self)

    @property
    def variant(self):
        """Who says what the bits mean."""
        if not self.int & 0x8000 << 48:
            return RESERVED_NCS
        if not self.int & 0x4000 << 48:
            return RFC_4122
        if not self.int & 0x2000 << 48:
            return RESERVED_MICROSOFT
        return RESERVED_FUTURE

    @property
    def version(self):
        """How it was made, 1 to 5; None when that is not said."""
        return self.int >> 76 & 0xF if self.variant == RFC_4122 else None


_int = int


def _from_fields(fields):
    if len(fields) != 6:
        raise ValueError("fields is not a 6-tuple")
    total = 0
    for i, (value, bits) in enumerate(zip(fields, (32, 16, 16, 8, 8, 48))):
        if not 0 <= value < 1 << bits:
            raise ValueError(f"field {i + 1} out of range (need a {bits}-bit value)")
        total = total << bits | value
    return total


_node = None
_last_timestamp = None


def getnode():
    """48 bits that stand for the machine: random, since it is not known."""
    global _node
    if _node is None:
        _node = _random.getrandbits(48) | 1 << 40
    return _node


def uuid1(node=None, clock_seq=None):
    """An identifier of the time and the machine."""
    global _last_timestamp
    # 100-nanosecond intervals since 1582-10-15.
    timestamp = _time.time_ns() // 100 + 0x01B21DD213814000
    if _last_timestamp is not None and timestamp <= _last_timestamp:
        timestamp = _last_timestamp + 1
    _last_timestamp = timestamp
    if clock_seq is None:
        clock_seq = _random.getrandbits(14)
    fields = (
        timestamp & 0xFFFFFFFF, timestamp >> 32 & 0xFFFF, timestamp >> 48 & 0x0FFF, clock_seq >> 8 & 0x3F, clock_seq & 0xFF,
        getnode() if node is None else node,
    )
    return UUID(fields=fields, version=1)


def uuid3(namespace, name):
    """An identifier of a name in a namespace, by MD5."""
    from hashlib import md5

    data = name.encode() if isinstance(name, str) else name
    return UUID(bytes=md5(namespace.bytes + data).digest(), version=3)


def uuid4():
    """A random identifier."""
    return UUID(int=_random.getrandbits(128), version=4)


def uuid5(namespace, name):
    """An identifier of a name in a namespace, by SHA-1."""
    from hashlib import sha1

    data = name.encode() if isinstance(name, str) else name
    return UUID(bytes=sha1(namespace.bytes + data).digest()[:16], version=5)


NAMESPACE_DNS = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_URL = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_OID = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_X500 = UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
