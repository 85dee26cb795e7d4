"""Colours in other systems than red, green and blue; all parts from 0.0 to 1.0 (but those of YIQ)."""

__all__ = ["rgb_to_yiq", "yiq_to_rgb", "rgb_to_hls", "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb"]

ONE_THIRD, ONE_SIXTH, TWO_THIRD = 1.0 / 3.0, 1.0 / 6.0, 2.0 / 3.0


def _within(part):
    return min(max(part, 0.0), 1.0)


def rgb_to_yiq(r, g, b):
    y = 0.30 * r + 0.59 * g + 0.11 * b
    red, blue = r - y, b - y
    return y, 0.74 * red - 0.27 * blue, 0.48 * red + 0.41 * blue


def yiq_to_rgb(y, i, q):
    return (
        _within(y + 0.9468822170900693 * i + 0.6235565819861433 * q),
        _within(y - 0.27478764629897834 * i - 0.6356910791873801 * q),
        _within(y - 1.1085450346420322 * i + 1.7090069284064666 * q),
    )


def _hue(r, g, b, high, spread):
    # Where on the circle: a third for each of red, green and blue.
    from_red, from_green, from_blue = [(high - part) / spread for part in (r, g, b)]
    if r == high:
        place = from_blue - from_green
    elif g == high:
        place = 2.0 + from_red - from_blue
    else:
        place = 4.0 + from_green - from_red
    return place / 6.0 % 1.0


def rgb_to_hls(r, g, b):
    high, low = max(r, g, b), min(r, g, b)
    total, spread = high + low, high - low
    lightness = total / 2.0
    if low == high:
        return 0.0, lightness, 0.0
    saturation = spread / total if lightness <= 0.5 else spread / (2.0 - high - low)
    return _hue(r, g, b, high, spread), lightness, saturation


def hls_to_rgb(h, l, s):
    if s == 0.0:
        return l, l, l
    high = l * (1.0 + s) if l <= 0.5 else l + s - l * s
    low = 2.0 * l - high

    def part(hue):
        hue %= 1.0
        if hue < ONE_SIXTH:
            return low + (high - low) * hue * 6.0
        if hue < 0.5:
            return high
        return low + (high - low) * (TWO_THIRD - hue) * 6.0 if hue < TWO_THIRD else low

    return part(h + ONE_THIRD), part(h), part(h - ONE_THIRD)


def rgb_to_hsv(r, g, b):
    high, low = max(r, g, b), min(r, g, b)
    if low == high:
        return 0.0, 0.0, high
    return _hue(r, g, b, high, high - low), (high - low) / high, high


def hsv_to_rgb(h, s, v):
    if s == 0.0:
        return v, v, v
    sector = int(h * 6.0)
    within = h * 6.0 - sector
    low, falling, rising = v * (1.0 - s), v * (1.0 - s * within), v * (1.0 - s * (1.0 - within))
    return [
        (v, rising, low), (falling, v, low), (low, v, rising), (low, falling, v), (rising, low, v), (v, low, falling),
    ][sector % 6]
