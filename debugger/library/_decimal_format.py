"""format() of decimal numbers; for decimal."""

_ALIGN = "<>=^"


def _parsed(text):
    """The parts of a format specification by name; ValueError when it is none."""
    spec = {"fill": " ", "align": "", "sign": "-", "z": False, "alternate": False, "width": 0, "comma": "", "precision": None, "type": ""}
    rest = text
    if len(rest) > 1 and rest[1] in _ALIGN:
        spec["fill"], spec["align"], rest = rest[0], rest[1], rest[2:]
    elif rest[:1] in _ALIGN and rest:
        spec["align"], rest = rest[0], rest[1:]
    if rest[:1] in ("+", "-", " "):
        spec["sign"], rest = rest[0], rest[1:]
    if rest[:1] == "z":
        spec["z"], rest = True, rest[1:]
    if rest[:1] == "#":
        spec["alternate"], rest = True, rest[1:]
    if rest[:1] == "0":
        if spec["align"]:
            rest = rest[1:]
        else:
            spec["fill"], spec["align"], rest = "0", "=", rest[1:]
    digits, rest = _leading_digits(rest)
    spec["width"] = int(digits or "0")
    if rest[:1] in (",", "_"):
        spec["comma"], rest = rest[0], rest[1:]
    if rest[:1] == ".":
        digits, rest = _leading_digits(rest[1:])
        if not digits:
            raise ValueError("invalid format string")
        spec["precision"] = int(digits)
    if rest and rest in "eEfFgGn%":
        spec["type"], rest = rest, ""
    if rest or spec["comma"] == "_" or spec["comma"] and spec["type"] == "n":
        raise ValueError("invalid format string")
    return spec


def _leading_digits(text):
    end = 0
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return text[:end], text[end:]


def formatted(number, specifier, context):
    """What format(number, specifier) gives."""
    import decimal

    if not isinstance(specifier, str):
        raise TypeError("format arg must be str")
    spec = _parsed(specifier)
    kind = spec["type"]
    sign = "-" if number._neg else ""
    if number._kind != decimal._FINITE:
        text = number.copy_abs()._shown(1)
        if spec["align"] == "=" and spec["fill"] == "0":
            spec["fill"], spec["align"] = " ", ">"
        return _placed(sign, text, "", spec)
    neg, num, exp = number._neg, number._num, number._exp
    if kind == "%":
        exp += 2
    precision = spec["precision"]
    digits = decimal._text_of(num)
    if precision is not None:
        places = 0
        if kind in ("e", "E"):
            places = len(digits) - precision - 1
            if num == 0:
                places, exp = 0, exp + precision
        elif kind in ("f", "F", "%"):
            places = -precision - exp
            if num == 0:
                places, exp = 0, -precision
        elif len(digits) > max(precision, 1):
            places = len(digits) - max(precision, 1)
        if kind in ("", "g", "G", "n") and places < 0:
            places = 0
        if places:
            num, _ = decimal._cut(neg, num, places, context.rounding)
            exp += places
            digits = decimal._text_of(num)
            if kind in ("e", "E", "", "g", "G", "n") and places > 0 and len(digits) > (precision + 1 if kind in ("e", "E") else max(precision, 1)):
                digits, exp = digits[:-1], exp + 1
    if spec["z"] and not num:
        sign = ""
    point = len(digits) + exp
    if kind in ("e", "E"):
        left = 1
        if num == 0 and precision is not None:
            digits = "0" * (precision + 1)
    elif kind in ("f", "F", "%"):
        left = point
    else:
        left = point if exp <= 0 and point > -6 else 1
    if left <= 0:
        whole, fraction = "0", "0" * -left + digits
    elif left >= len(digits):
        whole, fraction = digits + "0" * (left - len(digits)), ""
    else:
        whole, fraction = digits[:left], digits[left:]
    capital = kind in ("E", "G") or not kind and context.capitals
    exponent = f"{'E' if capital else 'e'}{point - left:+}" if point != left or kind in ("e", "E") else ""
    if kind in ("f", "F", "%") and left > 0:
        whole = whole.lstrip("0") or "0"
    tail = (f".{fraction}" if fraction or spec["alternate"] else "") + exponent + ("%" if kind == "%" else "")
    return _placed(sign, whole, tail, spec)


def _placed(sign, whole, tail, spec):
    # Sign, separators and the width.
    if not sign and spec["sign"] in "+ ":
        sign = spec["sign"]
    fill, align, width = spec["fill"], spec["align"] or ">", spec["width"]
    if spec["comma"] and whole.isdecimal():
        if fill == "0" and align == "=":
            room = width - len(sign) - len(tail)
            while len(_grouped(whole)) < room:
                longer = "0" + whole
                if len(_grouped(longer)) > room:
                    break
                whole = longer
            if len(_grouped(whole)) < room:
                whole = "0" + whole
        whole = _grouped(whole)
    missing = width - len(sign) - len(whole) - len(tail)
    if missing <= 0:
        return sign + whole + tail
    if align == "=":
        return sign + fill * missing + whole + tail
    text = sign + whole + tail
    before = {"<": 0, ">": missing, "^": missing // 2}[align]
    return fill * before + text + fill * (missing - before)


def _grouped(digits):
    first = len(digits) % 3
    parts = ([digits[:first]] if first else []) + [digits[i : i + 3] for i in range(first, len(digits), 3)]
    return ",".join(parts)
