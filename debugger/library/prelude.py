# What the engine's natives cannot do themselves, because it calls code of the program: methods like __eq__ and __iter__, key
# functions, generators. Natives end by calling one of these functions. Their frames are hidden: they show in no traceback,
# in no f_back and in no step.
#
# Names without an underscore are called by container and number natives, names with one by the core of the engine.
# What stands in `_engine` are natives that only this file uses.

from _engine import (
    anext_awaitable, best_metaclass, check_class_cell, run_class_body, union_of,
    dict_append, dict_candidates, dict_clear_to, dict_delete_at, dict_key_at, dict_pop_at, dict_set_at, dict_value_at,
    engine_modules, engine_type, enumerate_count, generic_alias, group_make, index, list_pick, list_put, list_take, load_module, new_enumerate,
    new_filter, new_map, new_reversed, new_zip, native_delitem, native_getitem, native_iter, native_len, native_method, native_order,
    native_setitem, reversed_step, sequence_iterator_end, set_append, set_candidates, set_clear_to, set_copy,
    set_delete_at, set_drop, set_element_at, set_holds, set_operation, set_put, slot_of, tuple_hash_of,
)
from _text import (
    bad_conversion, field_name, percent_directives, percent_finish, template_pieces, to_ascii,
)

repr = repr
str = str
iter = iter
list_append = list.append

# ---- indexes ----


def call_with_indexes(function, args):
    return function(*[index(x) if _has_index(x) else x for x in args])


def _has_index(x):
    return not isinstance(x, int) and hasattr(type(x), "__index__")


def list_pop_index(self, i):
    return list.pop(self, index(i))


def list_insert_index(self, i, item):
    return list.insert(self, index(i), item)


def getitem_index(self, key):
    return native_getitem(self, index(key))


def setitem_index(self, key, value):
    native_setitem(self, index(key), value)


def delitem_index(self, key):
    native_delitem(self, index(key))


def _int_slice(key):
    return slice(
        None if key.start is None else index(key.start),
        None if key.stop is None else index(key.stop),
        None if key.step is None else index(key.step),
    )


def getitem_slice(self, key):
    return native_getitem(self, _int_slice(key))


def setitem_slice(self, key, value):
    native_setitem(self, _int_slice(key), value)


def delitem_slice(self, key):
    native_delitem(self, _int_slice(key))


def slice_indices(self, length):
    return _int_slice(self).indices(index(length))


def slice_repr(start, stop, step):
    return f"slice({start!r}, {stop!r}, {step!r})"


def repeat_index(self, by):
    return self * index(by)


def _sequence_repeat(sequence, count):
    return sequence * index(count)


# ---- sequences ----


def list_extend(self, iterable):
    iterator = iter(iterable)
    _ask_length(iterable)
    for item in iterator:
        list_append(self, item)


def _ask_length(iterable):
    # CPython asks how many items to expect; a program can see that (PyObject_LengthHint).
    cls = type(iterable)
    if cls.__flags__ & 512:
        if hasattr(cls, "__len__"):
            try:
                len(iterable)
            except TypeError:
                pass
        elif hasattr(cls, "__length_hint__"):
            try:
                cls.__length_hint__(iterable)
            except TypeError:
                pass


def list_assign_slice(self, key, value):
    native_setitem(self, key, _to_list(value))


def _to_list(iterable):
    result = []
    iterator = iter(iterable)
    _ask_length(iterable)
    for item in iterator:
        list_append(result, item)
    return result


def make_tuple(cls, *rest):
    if not rest:
        return tuple(_to_list(cls))
    return tuple.__new__(cls, _to_list(rest[0]))


def sequence_contains(self, item):
    for x in native_iter(self):
        if x is item or x == item:
            return True
    return False


def _contains(container, item):
    try:
        iterator = iter(container)
    except TypeError:
        raise TypeError(f"argument of type '{type(container).__name__}' is not iterable") from None
    for x in iterator:
        if x is item or x == item:
            return True
    return False


def list_remove(self, value):
    i = 0
    for x in native_iter(self):
        if x is value or x == value:
            native_delitem(self, i)
            return
        i += 1
    raise ValueError("list.remove(x): x not in list")


def sequence_index(self, value, start, stop):
    i = start
    while i < stop and i < native_len(self):
        x = native_getitem(self, i)
        if x is value or x == value:
            return i
        i += 1
    if isinstance(self, tuple):
        raise ValueError("tuple.index(x): x not in tuple")
    raise ValueError(f"{value!r} is not in list")


def raise_not_in_list(value):
    raise ValueError(f"{value!r} is not in list")


def deque_extend(self, iterable):
    append = native_method(self, "append")
    for item in iterable:
        append(self, item)


def deque_extendleft(self, iterable):
    append = native_method(self, "appendleft")
    for item in iterable:
        append(self, item)


def deque_remove(self, value):
    i = 0
    for x in native_iter(self):
        if x is value or x == value:
            native_delitem(self, i)
            return
        i += 1
    raise ValueError("deque.remove(x): x not in deque")


def raise_not_in_deque(value):
    raise ValueError(f"{value!r} is not in deque")


def sequence_count(self, value):
    count = 0
    for x in native_iter(self):
        if x is value or x == value:
            count += 1
    return count


def range_count(self, value):
    count = 0
    for x in self:
        if x == value:
            count += 1
    return count


def range_index(self, value):
    i = 0
    for x in self:
        if x == value:
            return i
        i += 1
    raise ValueError("sequence.index(x): x not in sequence")


def sequence_eq(a, b):
    n = native_len(a)
    if n != native_len(b):
        return False
    i = 0
    while i < n and i < native_len(a) and i < native_len(b):
        x = native_getitem(a, i)
        y = native_getitem(b, i)
        if not (x is y or x == y):
            return False
        i += 1
    return native_len(a) == native_len(b)


def sequence_ne(a, b):
    return not sequence_eq(a, b)


def sequence_order(a, b, op):
    i = 0
    while i < native_len(a) and i < native_len(b):
        x = native_getitem(a, i)
        y = native_getitem(b, i)
        if not (x is y or x == y):
            if op == "<":
                return x < y
            if op == "<=":
                return x <= y
            if op == ">":
                return x > y
            return x >= y
        i += 1
    if op == "<":
        return native_len(a) < native_len(b)
    if op == "<=":
        return native_len(a) <= native_len(b)
    if op == ">":
        return native_len(a) > native_len(b)
    return native_len(a) >= native_len(b)


def compare_values(a, b, op):
    if op == 0:
        return a < b
    if op == 1:
        return a <= b
    if op == 2:
        return a == b
    if op == 3:
        return a != b
    if op == 4:
        return a > b
    return a >= b


def or_values(a, b):
    return a | b


def tuple_hash(self):
    return tuple_hash_of([hash(x) for x in native_iter(self)])


def hash_of(value):
    return hash(value)


def iter_of(value):
    return iter(value)


def str_of(value):
    return str(value)


def contains_in(container, item):
    return item in container


# ---- sorting: the comparisons of CPython's listsort, in its order ----


def list_sort(self, key, reverse):
    items = list_take(self)
    changed = False
    try:
        if reverse:
            reverse = True
        else:
            reverse = False
        keys = items if key is None else [key(item) for item in items]
        order = native_order(keys, reverse)
        if order is None:
            order = _sort_order(keys, reverse)
        items = list_pick(items, order)
    finally:
        changed = list_put(self, items)
    if changed:
        raise ValueError("list modified during sort")


def sorted_list(iterable, key, reverse):
    result = _to_list(iterable)
    list_sort(result, key, reverse)
    return result


def _sort_order(keys, reverse):
    n = len(keys)
    order = list(range(n))
    if reverse:
        order.reverse()
    runs = []
    low = 0
    minimum = n
    odd = 0
    while minimum >= 64:
        odd |= minimum & 1
        minimum >>= 1
    minimum += odd
    while low < n:
        high = _count_run(keys, order, low, n)
        if high - low < minimum:
            end = low + minimum
            if end > n:
                end = n
            _insert_run(keys, order, low, high, end)
            high = end
        runs.append((low, high))
        while len(runs) > 1 and (
            len(runs) > 2
            and runs[-3][1] - runs[-3][0] <= runs[-1][1] - runs[-2][0]
            or runs[-2][1] - runs[-2][0] <= runs[-1][1] - runs[-1][0]
        ):
            _merge_runs(keys, order, runs)
        low = high
    while len(runs) > 1:
        _merge_runs(keys, order, runs)
    if reverse:
        order.reverse()
    return order


def _count_run(keys, order, low, high):
    # Finds the run at `low`, ascending or turned around when it descends, with CPython 3.13's comparisons (count_run).
    n = low + 1
    while n < high and not keys[order[n]] < keys[order[n - 1]]:
        n += 1
    if n >= high:
        return high
    if n > low + 1:
        if keys[order[low]] < keys[order[n - 1]]:
            return n
        order[low:n] = order[low:n][::-1]
    n += 1
    equal = 0
    while n < high:
        if keys[order[n]] < keys[order[n - 1]]:
            if equal:
                order[n - equal - 1 : n] = order[n - equal - 1 : n][::-1]
                equal = 0
        elif keys[order[n - 1]] < keys[order[n]]:
            break
        else:
            equal += 1
        n += 1
    if equal:
        order[n - equal - 1 : n] = order[n - equal - 1 : n][::-1]
    order[low:n] = order[low:n][::-1]
    while n < high and not keys[order[n]] < keys[order[n - 1]]:
        n += 1
    return n


def _insert_run(keys, order, low, start, high):
    while start < high:
        pivot = order[start]
        key = keys[pivot]
        left = low
        right = start
        while left < right:
            middle = (left + right) >> 1
            if key < keys[order[middle]]:
                right = middle
            else:
                left = middle + 1
        order[left + 1 : start + 1] = order[left:start]
        order[left] = pivot
        start += 1


def _merge_runs(keys, order, runs):
    low, middle = runs[-2]
    high = runs[-1][1]
    del runs[-1]
    runs[-1] = (low, high)
    left = order[low:middle]
    right = order[middle:high]
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if keys[right[j]] < keys[left[i]]:
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    order[low:high] = merged + left[i:] + right[j:]


# ---- dicts ----


def _find(self, key, hashed):
    for entry in dict_candidates(self, hashed):
        other = dict_key_at(self, entry)
        if other is key or other == key:
            return entry
    return -1


def dict_getitem(self, key):
    entry = _find(self, key, hash(key))
    if entry >= 0:
        return dict_value_at(self, entry)
    if type(self) is not dict and hasattr(type(self), "__missing__"):
        return type(self).__missing__(self, key)
    raise KeyError(key)


def dict_setitem(self, key, value):
    hashed = hash(key)
    entry = _find(self, key, hashed)
    if entry >= 0:
        dict_set_at(self, entry, value)
    else:
        dict_append(self, hashed, key, value)


def dict_delitem(self, key):
    entry = _find(self, key, hash(key))
    if entry < 0:
        raise KeyError(key)
    dict_delete_at(self, entry)


def dict_contains(self, key):
    return _find(self, key, hash(key)) >= 0


def dict_get(self, key, default):
    entry = _find(self, key, hash(key))
    return dict_value_at(self, entry) if entry >= 0 else default


def dict_setdefault(self, key, default):
    hashed = hash(key)
    entry = _find(self, key, hashed)
    if entry >= 0:
        return dict_value_at(self, entry)
    dict_append(self, hashed, key, default)
    return default


def dict_pop(self, key):
    entry = _find(self, key, hash(key))
    if entry < 0:
        raise KeyError(key)
    return dict_pop_at(self, entry)


def dict_pop_default(self, key, default):
    entry = _find(self, key, hash(key))
    return dict_pop_at(self, entry) if entry >= 0 else default


def dict_merge(self, other):
    for key, value in dict.items(other):
        dict_setitem(self, key, value)


def dict_update(self, other):
    if hasattr(other, "keys"):
        for key in _keys_of(other):
            dict.__setitem__(self, key, other[key])
        return
    i = 0
    for pair in other:
        try:
            items = _to_list(pair)
        except TypeError:
            items = None
        if items is None:
            raise TypeError(f"cannot convert dictionary update sequence element #{i} to a sequence")
        if len(items) != 2:
            raise ValueError(f"dictionary update sequence element #{i} has length {len(items)}; 2 is required")
        dict.__setitem__(self, items[0], items[1])
        i += 1


def dict_update_with(self, other, kwargs):
    dict.update(self, other)
    dict.update(self, kwargs)


def dict_fromkeys(cls, iterable, value):
    result = cls()
    if type(result) is dict:
        for key in iterable:
            dict.__setitem__(result, key, value)
    else:
        for key in iterable:
            result[key] = value
    return result


def dict_eq(a, b):
    if native_len(a) != native_len(b):
        return False
    for key, value in dict.items(a):
        entry = _find(b, key, hash(key))
        if entry < 0:
            return False
        other = dict_value_at(b, entry)
        if not (value is other or value == other):
            return False
    return True


def dict_ne(a, b):
    return not dict_eq(a, b)


def items_contains(self, key, value):
    try:
        found = dict.__getitem__(self, key)
    except KeyError:
        return False
    return found is value or found == value


def view_operator(op, left, right):
    result = set(left)
    if op == "|":
        result.update(right)
    elif op == "-":
        result.difference_update(right)
    elif op == "^":
        result.symmetric_difference_update(right)
    else:
        result.intersection_update(right)
    return result


def view_compare(self, other, op):
    return compare_values(set(self), set(other), op)


def view_isdisjoint(self, other):
    for x in other:
        if x in self:
            return False
    return True


def build_map(pairs):
    result = {}
    i = 0
    while i < len(pairs):
        result[pairs[i]] = pairs[i + 1]
        i += 2
    return result


# ---- sets ----


def _set_find(self, element, hashed):
    for entry in set_candidates(self, hashed):
        other = set_element_at(self, entry)
        if other is element or other == element:
            return entry
    return -1


def _set_hash(element):
    if isinstance(element, set):
        return hash(frozenset(element))
    return hash(element)


def set_add(self, element):
    hashed = hash(element)
    if _set_find(self, element, hashed) < 0:
        set_append(self, hashed, element)


def set_contains(self, element):
    return _set_find(self, element, _set_hash(element)) >= 0


def set_discard(self, element):
    entry = _set_find(self, element, _set_hash(element))
    if entry >= 0:
        set_delete_at(self, entry)


def set_remove(self, element):
    entry = _set_find(self, element, _set_hash(element))
    if entry < 0:
        raise KeyError(element)
    set_delete_at(self, entry)


def set_update(self, iterable):
    for element in iterable:
        set_put(self, element)


def set_update_many(self, others):
    for other in others:
        set.update(self, other)


def build_set(elements):
    result = set()
    for element in elements:
        set_put(result, element)
    return result


def set_intersection(self, other, result):
    if isinstance(other, (set, frozenset)):
        if native_len(other) > native_len(self):
            self, other = other, self
    for element in native_iter(other) if isinstance(other, (set, frozenset)) else other:
        if set_holds(self, element):
            set_put(result, element)
    return result


def set_difference(self, other, result):
    if not isinstance(other, (set, frozenset, dict)):
        other = set(other)
    for element in native_iter(self):
        if element not in other:
            set_put(result, element)
    return result


def set_symmetric_difference(self, other, result):
    for element in other:
        set_put(result, element)
    for element in native_iter(self):
        if set_holds(result, element):
            set_drop(result, element)
        else:
            set_put(result, element)
    return result


def set_many(name, self, others):
    result = self
    for other in others:
        result = set_operation(name, result, other)
    return result


def set_difference_update(self, others):
    for other in others:
        if other is self:
            set_clear_to(self, set())
        else:
            for element in other:
                set_drop(self, element)


def set_intersection_update(self, others):
    set_clear_to(self, set_many("intersection", self, others) if others else set_copy(self))


def set_symmetric_difference_update(self, other):
    if not isinstance(other, (set, frozenset, dict)):
        other = set(other)
    for element in _to_list(other):
        if set_holds(self, element):
            set_drop(self, element)
        else:
            set_put(self, element)


def set_compare(self, other, op):
    if op == 2:
        return native_len(self) == native_len(other) and _is_subset(self, other)
    if op == 3:
        return not (native_len(self) == native_len(other) and _is_subset(self, other))
    if op == 1:
        return _is_subset(self, other)
    if op == 0:
        return native_len(self) < native_len(other) and _is_subset(self, other)
    if op == 5:
        return _is_subset(other, self)
    return native_len(self) > native_len(other) and _is_subset(other, self)


def _is_subset(self, other):
    if native_len(self) > native_len(other):
        return False
    for element in native_iter(self):
        if not set_holds(other, element):
            return False
    return True


def set_issubset(self, other):
    if not isinstance(other, (set, frozenset)):
        other = set(other)
    return _is_subset(self, other)


def set_issuperset(self, other):
    for element in other:
        if not set_holds(self, element):
            return False
    return True


def set_isdisjoint(self, other):
    for element in other:
        if set_holds(self, element):
            return False
    return True


# ---- repr ----

_active = []


def container_repr(self):
    for x in _active:
        if x is self:
            return _guard(self)
    _active.append(self)
    try:
        return _container_text(self)
    finally:
        del _active[-1]


def frame_locals_repr(frame, variables):
    for x in _active:
        if x is frame:
            return "{...}"
    _active.append(frame)
    try:
        return repr(variables)
    finally:
        del _active[-1]


def _guard(self):
    if isinstance(self, list):
        return "[...]"
    if isinstance(self, tuple):
        return "(...)"
    if isinstance(self, dict):
        return "{...}"
    if isinstance(self, (set, frozenset)):
        return f"{type(self).__name__}(...)"
    if engine_type(self) == "deque":
        return "[...]"
    return "..."


def _container_text(self):
    if isinstance(self, list):
        return f"[{', '.join([repr(x) for x in native_iter(self)])}]"
    if isinstance(self, tuple):
        if native_len(self) == 1:
            return f"({native_getitem(self, 0)!r},)"
        return f"({', '.join([repr(x) for x in native_iter(self)])})"
    if isinstance(self, dict):
        return f"{{{', '.join([f'{key!r}: {value!r}' for key, value in dict.items(self)])}}}"
    if isinstance(self, (set, frozenset)):
        if not native_len(self):
            return f"{type(self).__name__}()"
        text = f"{{{', '.join([repr(x) for x in native_iter(self)])}}}"
        return text if type(self) is set else f"{type(self).__name__}({text})"
    if engine_type(self) == "deque":
        text = f"{type(self).__name__}([{', '.join([repr(x) for x in native_iter(self)])}]"
        return f"{text})" if self.maxlen is None else f"{text}, maxlen={self.maxlen})"
    # A view of a dict.
    return f"{type(self).__name__}([{', '.join([repr(x) for x in self])}])"


def repr_in(before, value, after):
    return f"{before}{value!r}{after}"


def ascii_of(value):
    return to_ascii(repr(value))


# ---- iterators ----


def sequence_iterator_next(self, source, i):
    try:
        return slot_of(source, "getItem", i)
    except (IndexError, StopIteration):
        sequence_iterator_end(self)
    raise StopIteration


def callable_iterator_next(self, function, sentinel):
    try:
        result = function()
    except StopIteration:
        sequence_iterator_end(self)
        result = sentinel
    if result is sentinel or sentinel == result:
        sequence_iterator_end(self)
        raise StopIteration
    return result


def make_enumerate(cls, iterable, start):
    return new_enumerate(cls, iter(iterable), index(start))


def enumerate_next(self, iterator):
    return enumerate_count(self, next(iterator))


def make_zip(cls, iterables, strict):
    return new_zip(cls, [iter(x) for x in iterables], True if strict else False)


def zip_next(iterators):
    return tuple([next(iterator) for iterator in iterators])


def zip_next_strict(iterators):
    result = []
    i = 0
    for iterator in iterators:
        try:
            result.append(next(iterator))
        except StopIteration:
            break
        i += 1
    if i == len(iterators):
        return tuple(result)
    if i:
        raise ValueError(f"zip() argument {i + 1} is shorter than argument{' 1' if i == 1 else f's 1-{i}'}")
    i = 1
    while i < len(iterators):
        try:
            next(iterators[i])
        except StopIteration:
            i += 1
            continue
        raise ValueError(f"zip() argument {i + 1} is longer than argument{' 1' if i == 1 else f's 1-{i}'}")
    raise StopIteration


def make_map(cls, args):
    return new_map(cls, args[0], [iter(x) for x in args[1:]])


def map_next(function, iterator):
    return function(next(iterator))


def map_next_many(function, iterators):
    return function(*[next(iterator) for iterator in iterators])


def make_filter(cls, function, iterable):
    return new_filter(cls, function, iter(iterable))


def filter_next(function, iterator):
    while True:
        item = next(iterator)
        if function(item):
            return item


def filter_next_true(iterator):
    while True:
        item = next(iterator)
        if item:
            return item


def make_reversed(cls, sequence):
    return new_reversed(cls, sequence, len(sequence))


def reversed_next(self, source, i):
    try:
        item = source[i]
    except (IndexError, StopIteration):
        reversed_step(self, -1)
        item = self
    if item is self:
        raise StopIteration
    reversed_step(self, i - 1)
    return item


async def _anext_or(awaitable, default):
    try:
        return await awaitable
    except StopAsyncIteration:
        return default


def anext_with_default(iterator, default):
    return anext_awaitable(anext(iterator), default)


# ---- built-in functions ----


def all_of(iterable):
    for x in iterable:
        if not x:
            return False
    return True


def any_of(iterable):
    for x in iterable:
        if x:
            return True
    return False


def sum_of(iterable, start):
    # CPython: builtin_sum_impl. Items are added as they come: ints, then floats with the error kept apart, then anything.
    total = start
    iterator = iter(iterable)
    if type(total) is int:
        for x in iterator:
            if type(x) is not int and type(x) is not bool:
                break
            total = total + x
        else:
            return total
        if type(x) is not float:
            total = total + x
            return _sum_rest(iterator, total)
        total = float(total)
        return _sum_floats(iterator, total, x)
    if type(total) is float:
        for x in iterator:
            return _sum_floats(iterator, total, x)
        return total
    return _sum_rest(iterator, total)


def _sum_floats(iterator, high, x):
    low = 0.0
    while True:
        if type(x) is float:
            t = high + x
            if abs(high) >= abs(x):
                low += (high - t) + x
            else:
                low += (x - t) + high
            high = t
        elif type(x) is int or type(x) is bool:
            high += float(x)
        else:
            return _sum_rest(iterator, _sum_of_parts(high, low) + x)
        for x in iterator:
            break
        else:
            return _sum_of_parts(high, low)


def _sum_of_parts(high, low):
    if low and low - low == 0.0:
        return high + low
    return high


def _sum_rest(iterator, total):
    for x in iterator:
        total = total + x
    return total


def max_of(iterable, key):
    empty = True
    best = best_key = None
    for x in iterable:
        k = x if key is None else key(x)
        if empty or k > best_key:
            empty = False
            best = x
            best_key = k
    if empty:
        raise ValueError("max() iterable argument is empty")
    return best


def max_default(iterable, key, default):
    empty = True
    best = best_key = None
    for x in iterable:
        k = x if key is None else key(x)
        if empty or k > best_key:
            empty = False
            best = x
            best_key = k
    return default if empty else best


def min_of(iterable, key):
    empty = True
    best = best_key = None
    for x in iterable:
        k = x if key is None else key(x)
        if empty or k < best_key:
            empty = False
            best = x
            best_key = k
    if empty:
        raise ValueError("min() iterable argument is empty")
    return best


def min_default(iterable, key, default):
    empty = True
    best = best_key = None
    for x in iterable:
        k = x if key is None else key(x)
        if empty or k < best_key:
            empty = False
            best = x
            best_key = k
    return default if empty else best


def _special(value, name):
    # A special method of the value's class, bound; None when there is none.
    cls = type(value)
    for each in cls.__mro__:
        if name in each.__dict__:
            found = each.__dict__[name]
            bind = getattr(type(found), "__get__", None)
            return found if bind is None else bind(found, value, cls)
    return None


def divmod_of(x, y):
    reflected = None if type(y) is type(x) else _special(y, "__rdivmod__")
    attempts = [(_special(x, "__divmod__"), y), (reflected, x)]
    if reflected is not None and issubclass(type(y), type(x)):
        attempts.reverse()
    for method, other in attempts:
        if method is not None:
            result = method(other)
            if result is not NotImplemented:
                return result
    raise TypeError(
        f"unsupported operand type(s) for divmod(): '{type(x).__name__}' and '{type(y).__name__}'"
    )


def pow_of(x, y):
    return x**y


def isinstance_any(value, classes):
    for c in classes:
        if isinstance(value, c):
            return True
    return False


def isinstance_by_class(value, cls):
    try:
        claimed = value.__class__
    except AttributeError:
        return False
    return isinstance(type(claimed), type) and cls in type.mro(claimed)


def _isinstance(value, cls):
    if isinstance(cls, tuple):
        return isinstance_any(value, cls)
    if type(cls) is type:
        return isinstance_by_class(value, cls)
    raise TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union")


def issubclass_any(cls, classes):
    for c in classes:
        if issubclass(cls, c):
            return True
    return False


def dir_of(value):
    return sorted(type(value).__dir__(value))


def vars_of(value):
    try:
        return value.__dict__
    except AttributeError:
        pass
    raise TypeError("vars() argument must have __dict__ attribute")


def print_to(file, objects, sep, end, flush):
    first = True
    for x in objects:
        if first:
            first = False
        else:
            file.write(sep)
        file.write(str(x))
    file.write(end)
    if flush:
        file.flush()


def write_lines(file, lines):
    for line in lines:
        file.write(line)


# ---- numbers and text ----


def int_of_class(cls, x):
    return int.__new__(cls, int(x))


def float_of_class(cls, x):
    return float.__new__(cls, float(x))


def str_of_class(cls, x):
    return str.__new__(cls, str(x))


def int_from_bytes(cls, source, order, signed):
    return cls.from_bytes(bytes(source), order, signed=signed)


def complex_new(cls, real, imag):
    convert = None if isinstance(real, complex) else _special(real, "__complex__")
    if convert is not None:
        real = convert()
        if not isinstance(real, complex):
            raise TypeError(f"__complex__ returned non-complex (type {type(real).__name__})")
    elif not isinstance(real, complex):
        real = float(real)
    if imag is None:
        return complex.__new__(cls, real)
    return complex.__new__(cls, real, imag if isinstance(imag, complex) else float(imag))


def str_join(separator, iterable):
    return separator.join(_to_list(iterable))


def str_translate(self, table):
    result = []
    for char in self:
        try:
            to = table[ord(char)]
        except LookupError:
            to = char
        if to is None:
            continue
        if isinstance(to, int):
            if to < 0 or to > 0x10FFFF:
                raise ValueError("character mapping must be in range(0x110000)")
            to = chr(to)
        elif not isinstance(to, str):
            raise TypeError("character mapping must return integer, None or str")
        result.append(to)
    return "".join(result)


class _Numbering:
    # Automatic or manual field numbers of str.format.
    __slots__ = ("next",)

    def __init__(self):
        self.next = None


def str_format(template, args, kwargs):
    return _format_fields(template, args, kwargs, _Numbering(), 2)


def _format_fields(template, args, kwargs, numbering, depth):
    if depth == 0:
        raise ValueError("Max string recursion exceeded")
    result = []
    for piece in template_pieces(template):
        if isinstance(piece, BaseException):
            raise piece
        literal, name, spec, conversion, has_fields = piece
        result.append(literal)
        if name is None:
            continue
        value = _field_value(name, args, kwargs, numbering)
        if conversion is not None:
            if conversion == "r":
                value = repr(value)
            elif conversion == "s":
                value = str(value)
            elif conversion == "a":
                value = ascii(value)
            else:
                bad_conversion(conversion)
        if has_fields:
            spec = _format_fields(spec, args, kwargs, numbering, depth - 1)
        result.append(format(value, spec))
    return "".join(result)


def _field_value(name, args, kwargs, numbering):
    first, steps = field_name(name)
    if steps and isinstance(steps[0], BaseException):
        raise steps[0]
    if isinstance(first, str) and first:
        value = kwargs[first]
    else:
        automatic = first == ""
        if numbering.next is None:
            numbering.next = 0 if automatic else -1
        if automatic and numbering.next < 0:
            raise ValueError("cannot switch from manual field specification to automatic field numbering")
        if not automatic and numbering.next >= 0:
            raise ValueError("cannot switch from automatic field numbering to manual field specification")
        if args is None:
            raise ValueError("Format string contains positional fields")
        if automatic:
            first = numbering.next
            numbering.next += 1
        if first >= len(args):
            raise IndexError(f"Replacement index {first} out of range for positional args tuple")
        value = args[first]
    for step in steps:
        if isinstance(step, BaseException):
            raise step
        is_attribute, key = step
        value = getattr(value, key) if is_attribute else value[key]
    return value


def percent_format(template, values):
    directives = percent_directives(template)
    prepared = []
    mapping = values
    is_mapping = not isinstance(values, (tuple, str)) and hasattr(type(values), "__getitem__")
    rest = values if isinstance(values, tuple) else (values,)
    position = 0
    by_key = False
    for key, stars, kind in directives:
        if key is not None:
            if not is_mapping:
                raise TypeError("format requires a mapping")
            by_key = True
            value = mapping[key]
        else:
            while stars:
                if position >= len(rest):
                    raise TypeError("not enough arguments for format string")
                prepared.append(rest[position])
                position += 1
                stars -= 1
            if position >= len(rest):
                raise TypeError("not enough arguments for format string")
            value = rest[position]
            position += 1
        if kind == "s":
            value = str(value)
        elif kind == "r":
            value = repr(value)
        elif kind == "a":
            value = ascii(value)
        elif kind in "diu" and not isinstance(value, int):
            if hasattr(type(value), "__int__") or hasattr(type(value), "__index__"):
                value = int(value)
        elif kind in "xXo" and not isinstance(value, int) and hasattr(type(value), "__index__"):
            value = index(value)
        elif kind in "eEfFgG" and not isinstance(value, float) and hasattr(type(value), "__float__"):
            value = float(value)
        elif kind == "c" and not isinstance(value, (int, str)) and hasattr(type(value), "__index__"):
            value = index(value)
        prepared.append(value)
    if not by_key and not is_mapping and position < len(rest):
        raise TypeError("not all arguments converted during string formatting")
    return percent_finish(template, tuple(prepared))


# ---- for the core: exceptions, classes, decorators ----


def _exception_repr(name, arg):
    return f"{name}({arg!r})"


def _exception_repr_many(name, args):
    return f"{name}{args!r}"


def _add_note(self, note):
    if not hasattr(self, "__notes__"):
        self.__notes__ = []
    elif not isinstance(self.__notes__, list):
        raise TypeError("Cannot add note: __notes__ is not a list")
    self.__notes__.append(note)


def _set_args(self, value):
    self.args = tuple(value)


def _warn(message, category, stacklevel):
    import warnings

    warnings.warn(message, category, stacklevel)


def _set_attributes(self, state):
    for name, value in state.items():
        setattr(self, name, value)


def _oserror_str(errno, strerror, filename, filename2):
    if filename is None:
        return f"[Errno {errno}] {strerror}"
    if filename2 is None:
        return f"[Errno {errno}] {strerror}: {filename!r}"
    return f"[Errno {errno}] {strerror}: {filename!r} -> {filename2!r}"


def _unicode_error_str(self, kind):
    verb = {"decode": "decode", "encode": "encode", "translate": "translate"}[kind]
    source = self.object
    start, end = self.start, self.end
    if start < len(source) and end == start + 1:
        if kind == "decode":
            return f"'{self.encoding}' codec can't decode byte 0x{source[start]:02x} in position {start}: {self.reason}"
        char = ascii(source[start])[1:-1]
        if ord(source[start]) <= 0xFF:
            char = f"\\x{ord(source[start]):02x}"
        if kind == "translate":
            return f"can't translate character '{char}' in position {start}: {self.reason}"
        return f"'{self.encoding}' codec can't encode character '{char}' in position {start}: {self.reason}"
    if kind == "decode":
        return f"'{self.encoding}' codec can't decode bytes in position {start}-{end - 1}: {self.reason}"
    if kind == "translate":
        return f"can't translate characters in position {start}-{end - 1}: {self.reason}"
    return f"'{self.encoding}' codec can't {verb} characters in position {start}-{end - 1}: {self.reason}"


def _new_exception_group(cls, message, exceptions):
    if not (hasattr(type(exceptions), "__getitem__") and hasattr(type(exceptions), "__len__")) or isinstance(
        exceptions, (dict, set)
    ):
        raise TypeError("second argument (exceptions) must be a sequence")
    items = _to_list(exceptions)
    if not items:
        raise ValueError("second argument (exceptions) must be a non-empty sequence")
    nested = False
    i = 0
    for x in items:
        if not isinstance(x, BaseException):
            raise ValueError(f"Item {i} of second argument (exceptions) is not an exception")
        if not isinstance(x, Exception):
            nested = True
        i += 1
    if cls is ExceptionGroup:
        if nested:
            raise TypeError("Cannot nest BaseExceptions in an ExceptionGroup")
    elif cls is BaseExceptionGroup:
        if not nested:
            cls = ExceptionGroup
    elif nested and issubclass(cls, Exception):
        raise TypeError(f"Cannot nest BaseExceptions in '{cls.__name__}'")
    return group_make(cls, message, items, exceptions)


def _group_str(message, count):
    return f"{message} ({count} sub-exception{'' if count == 1 else 's'})"


def _group_matcher(condition):
    if isinstance(condition, type) and issubclass(condition, BaseException):
        return None
    if isinstance(condition, tuple) and all(
        [isinstance(c, type) and issubclass(c, BaseException) for c in condition]
    ):
        return None
    if callable(condition) and not isinstance(condition, type):
        return condition
    raise TypeError("expected a function, exception type or tuple of exception types")


def _group_split(self, condition):
    return _split(self, condition, _group_matcher(condition))


def _matches(value, condition, function):
    if function is None:
        return isinstance(value, condition)
    return True if function(value) else False


def _split(self, condition, function):
    if _matches(self, condition, function):
        return (self, None)
    if not isinstance(self, BaseExceptionGroup):
        return (None, self)
    matched = []
    rest = []
    for x in self.exceptions:
        yes, no = _split(x, condition, function)
        if yes is not None:
            matched.append(yes)
        if no is not None:
            rest.append(no)
    return (_derive(self, matched), _derive(self, rest))


def _derive(self, items):
    if not items:
        return None
    group = self.derive(items)
    if not isinstance(group, BaseExceptionGroup):
        raise TypeError("derive must return an instance of BaseExceptionGroup")
    group.__traceback__ = self.__traceback__
    group.__context__ = self.__context__
    suppress = self.__suppress_context__
    group.__cause__ = self.__cause__
    group.__suppress_context__ = suppress
    if hasattr(self, "__notes__"):
        group.__notes__ = [*self.__notes__]
    return group


def _group_subgroup(self, condition):
    return _subgroup(self, condition, _group_matcher(condition))


def _subgroup(self, condition, function):
    if _matches(self, condition, function):
        return self
    if not isinstance(self, BaseExceptionGroup):
        return None
    matched = []
    for x in self.exceptions:
        yes = _subgroup(x, condition, function)
        if yes is not None:
            matched.append(yes)
    return _derive(self, matched)


def _generic_alias(origin, args):
    return generic_alias(origin, args)


def alias_repr(origin, args):
    return f"{_type_text(origin)}[{', '.join([_type_text(x) for x in args]) if args else '()'}]"


def union_repr(args):
    return " | ".join(["None" if x is type(None) else _type_text(x) for x in args])


def _type_text(value):
    if value is ...:
        return "..."
    if isinstance(value, list):
        return f"[{', '.join([_type_text(x) for x in value])}]"
    if hasattr(type(value), "__origin__") or engine_type(value) == "GenericAlias":
        return repr(value)
    if isinstance(value, type):
        if value.__module__ == "builtins":
            return value.__qualname__
        return f"{value.__module__}.{value.__qualname__}"
    return repr(value)


def alias_call(alias, origin, args, kwargs):
    result = origin(*args, **kwargs)
    try:
        result.__orig_class__ = alias
    except (AttributeError, TypeError):
        pass
    return result


def alias_getitem(alias, item):
    parameters = alias.__parameters__
    if not parameters:
        raise TypeError(f"{alias!r} is not a generic class")
    items = item if isinstance(item, tuple) else (item,)
    if len(items) != len(parameters):
        word = "many" if len(items) > len(parameters) else "few"
        raise TypeError(
            f"Too {word} arguments for {alias!r}; actual {len(items)}, expected {len(parameters)}"
        )
    args = []
    for arg in alias.__args__:
        if arg in parameters:
            arg = items[parameters.index(arg)]
        elif getattr(arg, "__parameters__", ()) and not isinstance(arg, type):
            arg = arg[tuple([items[parameters.index(p)] for p in arg.__parameters__])]
        args.append(arg)
    if hasattr(alias, "__origin__"):
        return generic_alias(alias.__origin__, tuple(args))
    result = args[0]
    for arg in args[1:]:
        result = result | arg
    return result


def _is_abstract(*functions):
    for function in functions:
        if function is not None and getattr(function, "__isabstractmethod__", False):
            return True
    return False


def _decorator_repr(name, function):
    return f"<{name}({function!r})>"


def _method_repr(method, self):
    function = method.__func__
    name = getattr(function, "__qualname__", None)
    if name is None:
        name = getattr(function, "__name__", "?")
    return f"<bound method {name} of {self!r}>"


# ---- bytes ----


def _byte_list(iterable, message):
    out = []
    for item in iterable:
        item = index(item)
        if not 0 <= item <= 255:
            raise ValueError(message)
        out.append(item)
    return out


def bytes_new(cls, source):
    convert = getattr(type(source), "__bytes__", None)
    if convert is not None:
        result = convert(source)
        if not isinstance(result, bytes):
            raise TypeError(f"__bytes__ returned non-bytes (type {type(result).__name__})")
        return bytes.__new__(cls, result)
    if isinstance(source, (bytes, bytearray)):
        return bytes.__new__(cls, list(source))
    if _has_index(source):
        return bytes.__new__(cls, index(source))
    try:
        iterator = iter(source)
    except TypeError:
        raise TypeError(f"cannot convert '{type(source).__name__}' object to bytes") from None
    return bytes.__new__(cls, _byte_list(iterator, "bytes must be in range(0, 256)"))


def bytearray_init(self, source):
    if isinstance(source, (bytes, bytearray)):
        source = list(source)
    elif _has_index(source):
        source = index(source)
    else:
        try:
            iterator = iter(source)
        except TypeError:
            raise TypeError(f"cannot convert '{type(source).__name__}' object to bytearray") from None
        source = _byte_list(iterator, "byte must be in range(0, 256)")
    bytearray.__init__(self, source)


def bytearray_extend(self, iterable):
    bytearray.extend(self, _byte_list(iterable, "byte must be in range(0, 256)"))


def bytearray_assign_slice(self, key, value):
    native_setitem(self, key, bytes(_byte_list(value, "byte must be in range(0, 256)")))


# ---- regular expressions ----


def re_substitute(pattern, function, string, count, counted):
    parts = []
    last = 0
    n = 0
    for match in pattern.finditer(string):
        if count and n == count:
            break
        start, end = match.span()
        parts.append(string[last:start])
        part = function(match)
        if part is not None:
            parts.append(part)
        last = end
        n += 1
    parts.append(string[last:])
    result = string[:0].join(parts)
    return (result, n) if counted else result


# ---- for instructions ----


def _keys_of(mapping):
    keys = mapping.keys()
    try:
        return list(keys)
    except TypeError:
        if hasattr(type(keys), "__iter__"):
            raise
        name = type(mapping).__name__
        raise TypeError(f"{name}.keys() returned a non-iterable (type {type(keys).__name__})") from None


def _to_dict(mapping):
    result = {}
    for key in _keys_of(mapping):
        result[key] = mapping[key]
    return result


def _build_map(result, pairs):
    i = 0
    while i < len(pairs):
        result[pairs[i]] = pairs[i + 1]
        i += 2


def _unpack(iterable, count):
    result = []
    for item in iterable:
        if len(result) == count:
            raise ValueError(f"too many values to unpack (expected {count})")
        result.append(item)
    if len(result) < count:
        raise ValueError(f"not enough values to unpack (expected {count}, got {len(result)})")
    return tuple(result)


def _unpack_star(iterable, least):
    result = _to_list(iterable)
    if len(result) < least:
        raise ValueError(f"not enough values to unpack (expected at least {least}, got {len(result)})")
    return result


def _setup_annotations(namespace):
    if "__annotations__" not in namespace:
        namespace["__annotations__"] = {}


def _display(value):
    import sys

    sys.displayhook(value)


def _match_keys(subject, keys):
    seen = set()
    values = []
    missing = object()
    get = subject.get
    for key in keys:
        if key in seen:
            raise ValueError(f"mapping pattern checks duplicate key ({key!r})")
        seen.add(key)
        value = get(key, missing)
        if value is missing:
            return None
        values.append(value)
    return tuple(values)


_SELF_MATCHED = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)


def _match_class(subject, cls, count, names):
    if not isinstance(cls, type):
        raise TypeError("called match pattern must be a class")
    if not isinstance(subject, cls):
        return None
    values = []
    seen = set()
    if count:
        is_self = False
        try:
            match_args = cls.__match_args__
        except AttributeError:
            match_args = ()
            for base in _SELF_MATCHED:
                if issubclass(cls, base):
                    is_self = True
                    break
        if not isinstance(match_args, tuple):
            raise TypeError(f"{cls.__name__}.__match_args__ must be a tuple (got {type(match_args).__name__})")
        allowed = 1 if is_self else len(match_args)
        if allowed < count:
            plural = "" if allowed == 1 else "s"
            raise TypeError(f"{cls.__name__}() accepts {allowed} positional sub-pattern{plural} ({count} given)")
        if is_self:
            values.append(subject)
        else:
            i = 0
            while i < count:
                name = match_args[i]
                if not isinstance(name, str):
                    raise TypeError(f"__match_args__ elements must be strings (got {type(name).__name__})")
                if name in seen:
                    raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute {name!r}")
                seen.add(name)
                try:
                    values.append(getattr(subject, name))
                except AttributeError:
                    return None
                i += 1
    for name in names:
        if name in seen:
            raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute {name!r}")
        seen.add(name)
        try:
            values.append(getattr(subject, name))
        except AttributeError:
            return None
    return tuple(values)


def _send(receiver, value):
    return receiver.send(value)


def _throw_into(receiver, args):
    try:
        throw = receiver.throw
    except AttributeError:
        return ()
    except BaseException as error:
        return (None, error)
    return (throw(*args),)


def _close_iterator(receiver):
    try:
        close = receiver.close
    except AttributeError:
        return
    except BaseException as error:
        report_unraisable(error, receiver)
        return
    close()


# ---- exception groups ----


def _wrap_in_group(exception):
    if isinstance(exception, Exception):
        return (ExceptionGroup("", (exception,)), None)
    return (BaseExceptionGroup("", (exception,)), None)


def _group_match(group, types):
    pair = group.split(types)
    if not isinstance(pair, tuple):
        raise TypeError(f"{type(group).__name__}.split must return a tuple, not {type(pair).__name__}")
    if len(pair) < 2:
        raise TypeError(f"{type(group).__name__}.split must return a 2-tuple, got tuple of size {len(pair)}")
    return (pair[0], pair[1])


def _prep_reraise_star(original, raised):
    if not isinstance(original, BaseExceptionGroup):
        # A naked exception was caught and wrapped; only one clause can have run.
        return raised[0] if raised else None
    new = []
    again = []
    for exception in raised:
        if exception is None:
            continue
        if _is_part_of(exception, original):
            again.append(exception)
        else:
            new.append(exception)
    rest = _project(original, again) if again else None
    if not new:
        return rest
    if rest is not None:
        new.append(rest)
    if len(new) == 1:
        return new[0]
    if all([isinstance(x, Exception) for x in new]):
        return ExceptionGroup("", new)
    return BaseExceptionGroup("", new)


def _is_part_of(exception, original):
    # Was it split off the original group (the same metadata), or is it the group itself?
    if exception is original:
        return True
    return (
        isinstance(exception, BaseExceptionGroup)
        and exception.__traceback__ is original.__traceback__
        and exception.__cause__ is original.__cause__
        and exception.__context__ is original.__context__
        and getattr(exception, "__notes__", None) == getattr(original, "__notes__", None)
    )


def _leaves(exception, into):
    if isinstance(exception, BaseExceptionGroup):
        for x in exception.exceptions:
            _leaves(x, into)
    else:
        into.append(exception)


def _project(original, parts):
    # The part of the original group that consists of the leaves of these groups.
    leaves = []
    for part in parts:
        _leaves(part, leaves)

    def is_kept(x):
        if isinstance(x, BaseExceptionGroup):
            return False
        for leaf in leaves:
            if leaf is x:
                return True
        return False

    return _split(original, is_kept, is_kept)[0]


# ---- imports ----

_missing = object()


def _import(name, namespace, names, level):
    if not isinstance(name, str):
        raise TypeError("module name must be a string")
    if level < 0:
        raise ValueError("level must be >= 0")
    full = name
    if level:
        package = _package_of(namespace)
        bits = package.rsplit(".", level - 1)
        if len(bits) < level:
            raise ImportError("attempted relative import beyond top-level package")
        full = f"{bits[0]}.{name}" if name else bits[0]
    elif not name:
        raise ValueError("Empty module name")
    module = _import_path(full)
    if not names:
        if not level:
            return _import_path(name.partition(".")[0])
        if not name:
            return module
        return _import_path(full[: len(full) - len(name) + len(name.partition(".")[0])])
    if hasattr(module, "__path__"):
        _import_names(module, names)
    return module


def _import_names(module, names):
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"Item in ``from list'' must be str, not {type(name).__name__}")
        if name == "*":
            if hasattr(module, "__all__"):
                _import_names(module, [x for x in module.__all__ if x != "*"])
        elif not hasattr(module, name):
            full = f"{module.__name__}.{name}"
            try:
                _import_path(full)
            except ModuleNotFoundError as error:
                if error.name != full or engine_modules().get(full, _missing) is not _missing:
                    raise


def _package_of(namespace):
    package = namespace.get("__package__")
    if package is None:
        spec = namespace.get("__spec__")
        if spec is not None:
            package = spec.parent
        else:
            package = namespace.get("__name__")
            if package is None:
                raise KeyError("'__name__' not in globals")
            if "__path__" not in namespace:
                package = package.rpartition(".")[0]
    if not isinstance(package, str):
        raise TypeError("__package__ not set to a string")
    if not package:
        raise ImportError("attempted relative import with no known parent package")
    return package


def _import_path(name):
    modules = engine_modules()
    module = modules.get(name, _missing)
    if module is None:
        raise ModuleNotFoundError(f"import of {name} halted; None in sys.modules", name=name)
    if module is not _missing:
        return module
    parent, _, child = name.rpartition(".")
    path = parent_module = None
    if parent:
        parent_module = _import_path(parent)
        if name in modules:
            return modules[name]
        path = getattr(parent_module, "__path__", None)
        if path is None:
            raise ModuleNotFoundError(f"No module named {name!r}; {parent!r} is not a package", name=name)
    sys = modules.get("sys", _missing)
    module = _missing if sys is _missing or not sys.meta_path else _found_by_finder(sys.meta_path, name, path)
    if module is _missing:
        module = load_module(name, path)
    if parent_module is not None:
        setattr(parent_module, child, module)
    return module


def _found_by_finder(finders, name, path):
    # What the program's own finders on sys.meta_path find goes before everything else.
    for finder in [*finders]:
        find = getattr(finder, "find_spec", None)
        spec = None if find is None else find(name, path, None)
        if spec is not None:
            return _import_path("importlib.util")._load(spec)
    return _missing


def _import_star(module, namespace):
    names = getattr(module, "__all__", None)
    if names is None:
        names = [name for name in module.__dict__ if not name.startswith("_")]
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"Item in {module.__name__}.__all__ must be str, not {type(name).__name__}")
        namespace[name] = getattr(module, name)


# ---- classes ----


def _build_class(func, name, bases, kwargs):
    resolved = _resolve_bases(bases)
    if "metaclass" in kwargs:
        meta = kwargs.pop("metaclass")
    else:
        meta = type(resolved[0]) if resolved else type
    if isinstance(meta, type):
        meta = best_metaclass(meta, resolved)
    return _make_class(func, name, bases, resolved, meta, kwargs)


def _build_class_with(func, name, bases, meta, kwargs):
    return _make_class(func, name, bases, bases, meta, kwargs)


def _make_class(func, name, bases, resolved, meta, kwargs):
    prepare = getattr(meta, "__prepare__", None)
    namespace = {} if prepare is None else prepare(name, resolved, **kwargs)
    if not hasattr(type(namespace), "__getitem__"):
        owner = meta.__name__ if isinstance(meta, type) else "<metaclass>"
        raise TypeError(f"{owner}.__prepare__() must return a mapping, not {type(namespace).__name__}")
    cell = run_class_body(func, namespace)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return check_class_cell(meta(name, resolved, namespace, **kwargs), cell, name)


def _resolve_bases(bases):
    result = []
    changed = False
    for base in bases:
        entries = None if isinstance(base, type) else getattr(base, "__mro_entries__", None)
        if entries is None:
            result.append(base)
            continue
        entries = entries(bases)
        if not isinstance(entries, tuple):
            raise TypeError("__mro_entries__ must return a tuple")
        changed = True
        result.extend(entries)
    return tuple(result) if changed else bases


def _finish_class(cls, named, kwargs):
    for key, value in named:
        try:
            type(value).__set_name__(value, cls, key)
        except Exception as error:
            error.add_note(
                f"Error calling __set_name__ on {type(value).__name__!r} instance {key!r} in {cls.__name__!r}"
            )
            raise
    super(cls, cls).__init_subclass__(**kwargs)


def _raise_abstract(cls):
    names = sorted(cls.__abstractmethods__)
    shown = ", ".join([f"'{name}'" for name in names])
    raise TypeError(
        f"Can't instantiate abstract class {cls.__name__} without an implementation for abstract "
        f"method{'' if len(names) == 1 else 's'} {shown}"
    )


def _union(left, right):
    return union_of(left, right)


def _slot_names(cls):
    names = []
    for base in type.mro(cls):
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                name = f"_{base.__name__.lstrip('_')}{name}"
            names.append(name)
    return names


def _getstate(self):
    namespace = getattr(self, "__dict__", None)
    slots = {name: getattr(self, name) for name in _slot_names(type(self)) if hasattr(self, name)}
    if namespace:
        namespace = namespace.copy()
    else:
        namespace = None
    return (namespace, slots) if slots else namespace


def _reduce_ex(self):
    import copyreg

    cls = type(self)
    reduce = cls.__reduce__
    if reduce is not object.__reduce__:
        return reduce(self)
    args = ()
    if hasattr(cls, "__getnewargs_ex__"):
        args, kwargs = self.__getnewargs_ex__()
        if kwargs:
            return (copyreg.__newobj_ex__, (cls, args, kwargs), self.__getstate__(), None, None)
    elif hasattr(cls, "__getnewargs__"):
        args = self.__getnewargs__()
    elif isinstance(self, (int, float, str, bytes, complex, tuple, frozenset)):
        for base in (int, float, str, bytes, complex, tuple, frozenset):
            if isinstance(self, base):
                args = (base(self),)
    items = iter(self) if isinstance(self, list) else None
    pairs = iter(self.items()) if isinstance(self, dict) else None
    return (copyreg.__newobj__, (cls, *args), self.__getstate__(), items, pairs)


def _run_exit_functions():
    module = engine_modules().get("atexit")
    if module is not None:
        module._run_exitfuncs()


# ---- type parameters ----


def _type_var(name):
    import _typevars

    return _typevars.declare(_typevars.TypeVar, name)


def _type_var_bound(name, compute):
    import _typevars

    return _typevars.declare(_typevars.TypeVar, name, compute_bound=compute)


def _type_var_constraints(name, compute):
    import _typevars

    return _typevars.declare(_typevars.TypeVar, name, compute_constraints=compute)


def _param_spec(name):
    import _typevars

    return _typevars.declare(_typevars.ParamSpec, name)


def _type_var_tuple(name):
    import _typevars

    return _typevars.declare(_typevars.TypeVarTuple, name)


def _set_type_param_default(param, compute):
    param._compute_default = compute
    return param


def _subscript_generic(params):
    import _typevars

    return _typevars.subscript_generic(params)


def _type_alias(name, params, compute):
    import _typevars

    return _typevars.declare_alias(name, params, compute)


# ---- sys.stdin ----


def standard_stream(what, *args):
    import _stdio

    return getattr(_stdio, what)(*args)


def quit(code):
    import sys

    try:
        sys.stdin.close()
    except:
        pass
    raise SystemExit(code)


# ---- hooks of sys ----


def display_hook(value):
    import builtins

    if value is None:
        return
    builtins._ = None
    print(repr(value))
    builtins._ = value


class _Unraisable:
    def __init__(self, error, object):
        self.exc_type = type(error)
        self.exc_value = error
        self.exc_traceback = error.__traceback__
        self.err_msg = None
        self.object = object


def report_unraisable(error, object):
    import sys

    sys.unraisablehook(_Unraisable(error, object))


def call_weakref_callbacks(refs):
    for ref in refs:
        callback = ref.__callback__
        ref.__callback__ = None
        try:
            callback(ref)
        except BaseException as e:
            report_unraisable(e, callback)


_exit_warnings = {}


def warn_never_awaited(coroutine, is_exiting):
    import warnings

    text = f"coroutine '{coroutine.__qualname__}' was never awaited"
    if coroutine.cr_origin is not None:
        import traceback

        stack = [traceback.FrameSummary(file, line, name) for file, line, name in reversed(coroutine.cr_origin)]
        text += "\nCoroutine created at (most recent call last)\n" + "".join(traceback.format_list(stack)).rstrip("\n")
    if is_exiting:
        warnings.warn_explicit(text, RuntimeWarning, "<sys>", 0, "sys", _exit_warnings)
    else:
        warnings.warn(text, RuntimeWarning, 1, coroutine)


def warn_method_never_awaited(method, name):
    import warnings

    warnings.warn(f"coroutine method '{method}' of '{name}' was never awaited", RuntimeWarning, 1, method)


def unraisable_hook(info):
    import sys

    if info.err_msg is not None:
        sys.stderr.write(f"{info.err_msg}: {info.object!r}\n")
    else:
        sys.stderr.write(f"Exception ignored in: {info.object!r}\n")
    # Written from C: without the marks under the lines, notes, and the exceptions that led to this one.
    error = info.exc_value
    if info.exc_traceback is not None:
        sys.stderr.write("Traceback (most recent call last):\n")
        for line in stack_text(info.exc_traceback).splitlines(True):
            if line.strip(" ~^\n") or not line.strip():
                sys.stderr.write(line)
    try:
        text = str(error)
    except BaseException:
        text = "<exception str() failed>"
    sys.stderr.write(f"{type_title(info.exc_type)}: {text}\n")


# ---- math ----


def time_strptime(text, format):
    from _strptime import struct_time

    return struct_time(text, format)


def math_with_floats(name, args):
    import math

    return getattr(math, name)(*[x if isinstance(x, int) else float(x) for x in args])


def math_with_ints(name, args):
    import math

    return getattr(math, name)(*[index(x) for x in args])


def math_with_list(name, iterable):
    import math

    return getattr(math, name)([x if isinstance(x, int) or not hasattr(type(x), "__float__") else float(x) for x in iterable])


def math_prod(iterable, start):
    for x in iterable:
        start = start * x
    return start


def math_dist(p, q):
    import math

    p = [x if isinstance(x, int) or not hasattr(type(x), "__float__") else float(x) for x in p]
    q = [x if isinstance(x, int) or not hasattr(type(x), "__float__") else float(x) for x in q]
    return math.dist(tuple(p), tuple(q))


def math_sumprod(p, q):
    p = list(p)
    q = list(q)
    if len(p) != len(q):
        raise ValueError("Inputs are not the same length")
    total = 0
    for i in range(len(p)):
        total += p[i] * q[i]
    return total


# ---- input ----


def input_line(*prompt):
    import sys

    text = ""
    if prompt:
        text = str(prompt[0])
        sys.stdout.write(text)
        sys.stdout.flush()
    if sys.stdin is not sys.__stdin__:
        line = sys.stdin.readline()
        if not isinstance(line, str):
            raise TypeError("object.readline() returned non-string")
        if not line:
            raise EOFError("EOF when reading a line")
        return line.removesuffix("\n")
    import _stdio

    return _stdio.input_line(text)


# ---- what an uncaught exception prints (CPython: Lib/traceback.py TracebackException) ----

from _engine import exception_notes, is_standard_module as _is_standard_module, stack_text, suggest, type_title

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


class _Shown:
    pass


def _safe_string(value, what, function):
    try:
        return function(value)
    except:
        return f"<{what} {function.__name__}() failed>"


def _suggestion(error, wrong, tb):
    if not isinstance(wrong, str):
        return None
    if isinstance(error, AttributeError):
        obj = error.obj
        try:
            names = dir(obj)
            hide = wrong[:1] != "_"
            if hide and tb is not None:
                while tb.tb_next is not None:
                    tb = tb.tb_next
                local = tb.tb_frame.f_locals
                if "self" in local and local["self"] is obj:
                    hide = False
            if hide:
                names = [x for x in names if x[:1] != "_"]
        except Exception:
            return None
    elif isinstance(error, ImportError):
        try:
            names = dir(__import__(error.name))
            if wrong[:1] != "_":
                names = [x for x in names if x[:1] != "_"]
        except Exception:
            return None
    else:
        if tb is None:
            return None
        while tb.tb_next is not None:
            tb = tb.tb_next
        frame = tb.tb_frame
        if "self" in frame.f_locals and hasattr(frame.f_locals["self"], wrong):
            return f"self.{wrong}"
        names = list(frame.f_locals) + list(frame.f_globals) + list(frame.f_builtins)
    return suggest([x for x in names if isinstance(x, str)], wrong)


def _exception_message(error, tb):
    text = _safe_string(error, "exception", str)
    if isinstance(error, ImportError):
        wrong = error.name_from
        found = None if wrong is None else _suggestion(error, wrong, tb)
        if found is not None:
            text += f". Did you mean: '{found}'?"
    elif isinstance(error, (NameError, AttributeError)) and error.name is not None:
        wrong = error.name
        found = _suggestion(error, wrong, tb)
        if found is not None:
            text += f". Did you mean: '{found}'?"
        if isinstance(error, NameError) and _is_standard_module(wrong):
            if found is not None:
                text += f" Or did you forget to import '{wrong}'?"
            else:
                text += f". Did you forget to import '{wrong}'?"
    return text


def _show(error, seen):
    shown = _Shown()
    shown.error = error
    shown.name = type_title(type(error))
    shown.text = _exception_message(error, error.__traceback__)
    shown.stack = stack_text(error.__traceback__)
    seen.append(error)
    try:
        shown.notes = error.__notes__
    except AttributeError:
        shown.notes = None
    except Exception as e:
        shown.notes = [f"Ignored error getting __notes__: {_safe_string(e, '__notes__', repr)}"]
    shown.cause = shown.context = shown.exceptions = None
    return shown


def _show_chain(error):
    # Members of a group claim what led to several of them last first, and before what led to those.
    seen = []
    top = _show(error, seen)
    waiting = [top]
    while waiting:
        shown = waiting.pop()
        error = shown.error
        cause = error.__cause__
        if cause is not None and not _is_in(cause, seen):
            shown.cause = _show(cause, seen)
            waiting.append(shown.cause)
        context = error.__context__
        if shown.cause is None and context is not None and not error.__suppress_context__ and not _is_in(context, seen):
            shown.context = _show(context, seen)
            waiting.append(shown.context)
        if isinstance(error, BaseExceptionGroup):
            shown.exceptions = [_show(e, seen) for e in error.exceptions]
            waiting += shown.exceptions
    return top


def _is_in(error, seen):
    for other in seen:
        if other is error:
            return True
    return False


def _message_lines(shown):
    error = shown.error
    lines = []
    if isinstance(error, SyntaxError):
        lines += _syntax_error_lines(error, shown.name)
    elif shown.text:
        lines.append(f"{shown.name}: {shown.text}\n")
    else:
        lines.append(f"{shown.name}\n")
    notes = shown.notes
    if notes is None:
        return lines
    if isinstance(notes, (list, tuple)):
        for note in notes:
            note = _safe_string(note, "note", str)
            lines += [line + "\n" for line in note.split("\n")]
    else:
        lines.append(_safe_string(notes, "__notes__", repr) + "\n")
    return lines


def _syntax_error_lines(error, name):
    lines = []
    suffix = ""
    if error.lineno is not None:
        lines.append(f'  File "{error.filename or "<string>"}", line {error.lineno}\n')
    elif error.filename is not None:
        suffix = f" ({error.filename})"
    text = error.text
    if text is not None:
        rtext = text.rstrip("\n")
        ltext = rtext.lstrip(" \n\f")
        spaces = len(rtext) - len(ltext)
        if error.offset is None:
            lines.append(f"    {ltext}\n")
        else:
            offset = error.offset
            if error.lineno == error.end_lineno:
                end = error.end_offset if error.end_offset not in (None, 0) else offset
            else:
                end = len(rtext) + 1
            if text and offset > len(text):
                offset = len(rtext) + 1
            if text and end > len(text):
                end = len(rtext) + 1
            if offset >= end or end < 0:
                end = offset + 1
            first = offset - 1 - spaces
            last = end - 1 - spaces
            lines.append(f"    {ltext}\n")
            if first >= 0:
                space = "".join([c if c.isspace() else " " for c in ltext[:first]])
                lines.append(f"    {space}{'^' * (last - first)}\n")
    lines.append(f"{name}: {error.msg or '<no detail available>'}{suffix}\n")
    return lines


class _Tree:
    depth = 0
    need_close = False


def _indent(tree):
    return " " * (2 * tree.depth)


def _emit(tree, text, margin="|"):
    if not tree.depth:
        return text
    prefix = _indent(tree) + margin + " "
    return "".join([prefix + line for line in text.splitlines(keepends=True)])


def _format_shown(shown, tree, chain):
    chained = []
    each = shown
    while each is not None:
        if chain and each.cause is not None:
            chained.append((_CAUSE, each))
            each = each.cause
        elif chain and each.context is not None:
            chained.append((_CONTEXT, each))
            each = each.context
        else:
            chained.append((None, each))
            each = None
    out = []
    for message, each in reversed(chained):
        if message is not None:
            out.append(_emit(tree, message))
        if each.exceptions is None:
            if each.stack or each.error.__traceback__ is not None:
                out.append(_emit(tree, "Traceback (most recent call last):\n"))
                out.append(_emit(tree, each.stack))
            for line in _message_lines(each):
                out.append(_emit(tree, line))
        elif tree.depth > 10:
            out.append(_emit(tree, "... (max_group_depth is 10)\n"))
        else:
            is_top = tree.depth == 0
            if is_top:
                tree.depth = 1
            if each.stack:
                out.append(
                    _emit(tree, "Exception Group Traceback (most recent call last):\n", "+" if is_top else "|")
                )
                out.append(_emit(tree, each.stack))
            for line in _message_lines(each):
                out.append(_emit(tree, line))
            count = len(each.exceptions)
            shown_count = count if count <= 15 else 16
            tree.need_close = False
            for i in range(shown_count):
                is_last = i == shown_count - 1
                if is_last:
                    tree.need_close = True
                is_cut = i >= 15
                title = "..." if is_cut else str(i + 1)
                out.append(_indent(tree) + ("+-" if i == 0 else "  ") + f"+---------------- {title} ----------------\n")
                tree.depth += 1
                if is_cut:
                    rest = count - 15
                    out.append(_emit(tree, f"and {rest} more exception{'s' if rest > 1 else ''}\n"))
                else:
                    out.append(_format_shown(each.exceptions[i], tree, chain))
                if is_last and tree.need_close:
                    out.append(_indent(tree) + "+------------------------------------\n")
                    tree.need_close = False
                tree.depth -= 1
            if is_top:
                tree.depth = 0
    return "".join(out)


def exception_report(error, chain=True):
    return _format_shown(_show_chain(error), _Tree(), chain)


def except_hook(error):
    import sys

    text = exception_report(error)
    if sys.stderr is not None:
        sys.stderr.write(text)


def _report_uncaught(error):
    import sys

    hook = sys.excepthook
    if hook is sys.__excepthook__:
        except_hook(error)
        return
    try:
        hook(type(error), error, error.__traceback__)
    except SystemExit:
        raise
    except BaseException as e:
        sys.stderr.write("Error in sys.excepthook:\n" + exception_report(e))
        sys.stderr.write("\nOriginal exception was:\n" + exception_report(error))


def _report_exit(code):
    import sys

    sys.stderr.write(f"{code}\n")


# ---- for the module traceback ----




def exception_only(error, tb):
    return _message_lines(_show_only(error, tb))


def _show_only(error, tb):
    shown = _Shown()
    shown.error = error
    shown.name = type_title(type(error))
    shown.text = _exception_message(error, tb)
    try:
        shown.notes = error.__notes__
    except AttributeError:
        shown.notes = None
    return shown


def cmath_with_complex(name, z):
    import cmath

    return getattr(cmath, name)(complex(z))


def cmath_log(z, base):
    import cmath

    return cmath.log(complex(z)) if base is None else cmath.log(complex(z), complex(base))


def struct_with_ints(layout, values, codes):
    import struct

    codes = list(codes)
    out = []
    for i in range(len(values)):
        value = values[i]
        if i < len(codes) and codes[i] not in "cspefd?" and _has_index(value):
            value = index(value)
        elif i < len(codes) and codes[i] in "efd" and hasattr(type(value), "__float__"):
            value = float(value)
        elif _has_index(value):
            raise struct.error("required argument is not an integer")
        out.append(value)
    return struct.pack(layout, *out)


def sorted_keys(mapping):
    # dir() in a scope whose namespace is a mapping of the program's own.
    return sorted(mapping.keys())
