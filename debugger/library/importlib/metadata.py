"""What is installed: nothing. A program and the modules beside it have no package metadata."""

__all__ = [
    "Distribution", "DistributionFinder", "PackageMetadata", "PackageNotFoundError", "distribution", "distributions", "entry_points",
    "files", "metadata", "packages_distributions", "requires", "version",
]


class PackageNotFoundError(ModuleNotFoundError):
    """No package of this name is installed."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        (name,) = self.args
        return name


class PackageMetadata:
    """What an installed package says of itself."""


class DistributionFinder:
    """Who finds installed packages."""


class Distribution:
    """An installed package."""

    @classmethod
    def from_name(cls, name):
        if not name:
            raise ValueError("A distribution name is required.")
        raise PackageNotFoundError(name)

    @classmethod
    def discover(cls, **kwargs):
        return iter(())


def distribution(distribution_name):
    """The installed package of this name."""
    return Distribution.from_name(distribution_name)


def distributions(**kwargs):
    """All installed packages."""
    return Distribution.discover(**kwargs)


def metadata(distribution_name):
    """What a package says of itself."""
    return distribution(distribution_name)


def version(distribution_name):
    """The version of a package."""
    return distribution(distribution_name)


def requires(distribution_name):
    """What a package needs."""
    return distribution(distribution_name)


def files(distribution_name):
    """The files of a package."""
    return distribution(distribution_name)


def packages_distributions():
    """Which package each importable name comes from."""
    return {}


class EntryPoints(tuple):
    """Entry points that packages offer."""

    __slots__ = ()

    def __getitem__(self, name):
        raise KeyError(name)

    def select(self, **params):
        return self

    @property
    def names(self):
        return set()

    @property
    def groups(self):
        return set()


def entry_points(**params):
    """The entry points of all packages."""
    return EntryPoints()
