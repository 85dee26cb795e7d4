# Not in the engine: what uses it is skipped.

import unittest


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)

    class Missing:
        def __new__(cls, *args, **kwargs):
            raise unittest.SkipTest("needs selectors")

        __name__ = name

    return Missing
