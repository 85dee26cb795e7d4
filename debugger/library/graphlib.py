"""Orders in which everything comes after what it depends on."""

from types import GenericAlias

__all__ = ["TopologicalSorter", "CycleError"]


class CycleError(ValueError):
    """Nodes depend on each other in a circle: the second argument is that circle, its first node again at the end."""


class _Node:
    __slots__ = ("name", "waits_for", "followers", "state")

    def __init__(self, name):
        self.name = name
        self.waits_for = 0
        self.followers = []
        # "waiting", "out" when get_ready() has given it away, "done".
        self.state = "waiting"


class TopologicalSorter:
    """Sorts nodes, given as a mapping to what each depends on, or one by one with add()."""

    def __init__(self, graph=None):
        self._nodes = {}
        # Those that may be given away; None until prepare().
        self._ready = None
        self._out = self._done = 0
        for node, predecessors in ({} if graph is None else graph).items():
            self.add(node, *predecessors)

    def _node(self, name):
        found = self._nodes.get(name)
        if found is None:
            found = self._nodes[name] = _Node(name)
        return found

    def add(self, node, *predecessors):
        """A node, and more that it depends on."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        waiting = self._node(node)
        waiting.waits_for += len(predecessors)
        for name in predecessors:
            self._node(name).followers.append(waiting)

    def prepare(self):
        """Ends the adding of nodes; CycleError when they cannot be sorted."""
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [node for node in self._nodes.values() if not node.waits_for]
        cycle = self._cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def _cycle(self):
        # Walks along followers; whatever is met again on the way closes a circle.
        finished = set()
        for start in self._nodes.values():
            path, place, branches = [], {}, []
            node = start
            while True:
                if node.name in finished:
                    pass
                elif node.name in place:
                    return [one.name for one in path[place[node.name] :]] + [node.name]
                else:
                    place[node.name] = len(path)
                    path.append(node)
                    branches.append(iter(node.followers))
                node = None
                while branches and node is None:
                    node = next(branches[-1], None)
                    if node is None:
                        branches.pop()
                        gone = path.pop()
                        del place[gone.name]
                        finished.add(gone.name)
                if node is None:
                    break
        return None

    def _check_prepared(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")

    def get_ready(self):
        """The nodes whose predecessors are all done, and which were not given away yet."""
        self._check_prepared()
        nodes, self._ready = self._ready, []
        for node in nodes:
            node.state = "out"
        self._out += len(nodes)
        return tuple([node.name for node in nodes])

    def is_active(self):
        """Is anything ready, or out and not done?"""
        self._check_prepared()
        return bool(self._ready) or self._done < self._out

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """These nodes are finished with: what depends on them may become ready."""
        self._check_prepared()
        for name in nodes:
            node = self._nodes.get(name)
            if node is None:
                raise ValueError(f"node {name!r} was not added using add()")
            if node.state == "waiting":
                raise ValueError(f"node {name!r} was not passed out (still not ready)")
            if node.state == "done":
                raise ValueError(f"node {name!r} was already marked done")
            node.state = "done"
            self._done += 1
            for follower in node.followers:
                follower.waits_for -= 1
                if not follower.waits_for:
                    self._ready.append(follower)

    def static_order(self):
        """All nodes, one after the other."""
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)

    __class_getitem__ = classmethod(GenericAlias)
