# Not in the engine yet: what uses it is skipped.

import unittest


class date:
    def __new__(cls, *args, **kwargs):
        raise unittest.SkipTest("needs datetime")


timedelta = datetime = time = date
