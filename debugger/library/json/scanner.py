"""What older programs take from here: a function that scans one value as a decoder says."""

__all__ = ["make_scanner"]


def make_scanner(context):
    """scan_once(text, index) of a decoder."""
    return context.scan_once


py_make_scanner = c_make_scanner = make_scanner
