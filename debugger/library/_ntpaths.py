"""Paths as texts, as Windows writes them: what pathlib needs of it."""

_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", *[f"{word}{n}" for word in ("com", "lpt") for n in "123456789¹²³"]]
)


class ntpath:
    """Stands for the module of that name."""

    sep, altsep = "\\", "/"

    @staticmethod
    def splitroot(path):
        """Drive or share, root, and the rest."""
        plain = path.replace("/", "\\")
        if plain[:2] == "\\\\":
            # \\server\share, or \\?\UNC\server\share.
            start = 8 if plain[:8].upper() == "\\\\?\\UNC\\" else 2
            first = plain.find("\\", start)
            if first < 0:
                return path, "", ""
            second = plain.find("\\", first + 1)
            return (path, "", "") if second < 0 else (path[:second], path[second], path[second + 1 :])
        if plain[:1] == "\\":
            return "", path[0], path[1:]
        if plain[1:2] == ":":
            return (path[:2], path[2], path[3:]) if plain[2:3] == "\\" else (path[:2], "", path[2:])
        return "", "", path

    @staticmethod
    def splitdrive(path):
        """Drive or share, and the rest."""
        drive, root, rest = ntpath.splitroot(path)
        return drive, root + rest

    @staticmethod
    def join(first, *more):
        """One path behind the other; a root or another drive begins anew."""
        drive, root, rest = ntpath.splitroot(first)
        for path in more:
            d, r, tail = ntpath.splitroot(path)
            if r:
                if d or not drive:
                    drive = d
                root, rest = r, tail
                continue
            if d and d != drive:
                if d.lower() != drive.lower():
                    drive, root, rest = d, r, tail
                    continue
                drive = d
            if rest and rest[-1] not in "\\/":
                rest += "\\"
            rest += tail
        if rest and not root and drive and drive[-1] not in ":\\/":
            return f"{drive}\\{rest}"
        return drive + root + rest

    @staticmethod
    def isreserved(path):
        """Is the last part, or any above it, a name of a device?"""
        rest = ntpath.splitroot(path)[2].replace("/", "\\")
        return any(ntpath._is_reserved_name(name) for name in reversed(rest.split("\\")))

    @staticmethod
    def _is_reserved_name(name):
        if name[-1:] in (".", " "):
            return name not in (".", "..")
        if any(char in '*?"<>/\\:|' or char < " " for char in name):
            return True
        return name.partition(".")[0].rstrip(" ").lower() in _RESERVED
