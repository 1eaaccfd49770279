"""Named tuples of arrays that kernels are handed as one pointer.

numba hands a named tuple over member by member: the situation is some five hundred values, at each
call between two of 160 kernels, a quarter of the time to compile them. Here a kernel gets the
address of a block that holds the members, and loads those it reads. Nothing writes into the block
while a kernel runs, so that these loads leave the loops.
"""

from __future__ import annotations

import hashlib
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    models,
    register_model,
    typeof_impl,
    unbox,
)


class Reference(types.Type):  # type: ignore[misc]
    """numba's type of a named tuple handed over as the address of its members."""

    def __init__(self, kind: type, members: tuple[Any, ...]) -> None:
        """Name it after what it refers to, in few letters: the name is part of every symbol."""
        self.kind, self.members = kind, members
        digest = hashlib.sha256(repr(members).encode()).hexdigest()[:12]
        super().__init__(name=f"{kind.__name__}_{digest}")

    @property
    def key(self) -> Any:
        """Tell two of them apart."""
        return self.kind, self.members

    def member(self, name: str) -> tuple[int, Any]:
        """Return where a member stands, and its type."""
        place = self.kind._fields.index(name)  # type: ignore[attr-defined]
        return place, self.members[place]


def by_reference(*kinds: type) -> None:
    """Let kernels take instances of named tuples by reference.

    Members are arrays whose entries stand side by side (C order), numbers, records of one row, and
    other named tuples given here.
    """
    for kind in kinds:
        typeof_impl.register(kind, _reference_to)


def _reference_to(value: Any, context: Any) -> Any:
    members = tuple(typeof_impl(member, context) for member in value)
    for name, member in zip(value._fields, members, strict=True):
        if isinstance(member, types.Array) and member.layout != "C":
            msg = f"{type(value).__name__}.{name}: an array in C order is needed"
            raise TypeError(msg)
    return Reference(type(value), members)


@register_model(Reference)
class _Pointer(models.PrimitiveModel):  # type: ignore[misc]
    """A pointer to the block of members."""

    def __init__(self, manager: Any, reference: Reference) -> None:
        block = [manager.lookup(member).get_value_type() for member in reference.members]
        super().__init__(manager, reference, ir.LiteralStructType(block).as_pointer())


@infer_getattr
class _Members(AttributeTemplate):  # type: ignore[misc]
    """Types of members."""

    key = Reference

    def generic_resolve(self, reference: Reference, name: str) -> Any:  # type: ignore[override]
        if name in reference.kind._fields:  # type: ignore[attr-defined]
            return reference.member(name)[1]
        return None


@lower_getattr_generic(Reference)
def _load_member(context: Any, builder: Any, reference: Reference, block: Any, name: str) -> Any:
    place, member = reference.member(name)
    address = cgutils.gep_inbounds(builder, block, 0, place)
    if isinstance(member, types.Array):
        return _array_at(context, builder, member, address)
    return _load(builder, address)


def _load(builder: Any, address: Any) -> Any:
    """Return what stands at an address, and promise that it stays."""
    loaded = builder.load(address)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


def _array_at(context: Any, builder: Any, array: Any, address: Any) -> Any:
    """Return an array: its data and its shape are loaded, all else is known when compiled."""
    held = cgutils.create_struct_proxy(array)(context, builder, ref=address)
    made = cgutils.create_struct_proxy(array)(context, builder)
    shape = held._get_ptr_by_name("shape")
    lengths = [
        _load(builder, cgutils.gep_inbounds(builder, shape, 0, axis)) for axis in range(array.ndim)
    ]
    size = context.get_abi_sizeof(context.get_data_type(array.dtype))
    count, stride = context.get_constant(types.intp, 1), context.get_constant(types.intp, size)
    strides: list[Any] = []
    for length in reversed(lengths):
        strides.insert(0, stride)
        stride, count = builder.mul(stride, length), builder.mul(count, length)
    made.data = _load(builder, held._get_ptr_by_name("data"))
    made.shape = cgutils.pack_array(builder, lengths)
    made.strides = cgutils.pack_array(builder, strides)
    made.itemsize = context.get_constant(types.intp, size)
    made.nitems = count
    made.meminfo = cgutils.get_null_value(made.meminfo.type)
    made.parent = cgutils.get_null_value(made.parent.type)
    return made._getvalue()


@unbox(Reference)
def _laid_out(reference: Reference, value: Any, c: Any) -> NativeValue:
    """Lay the members out in a block that lasts for the call."""
    pointer = c.context.get_value_type(reference)
    block = cgutils.alloca_once(c.builder, pointer.pointee)
    failed = cgutils.alloca_once_value(c.builder, cgutils.false_bit)
    for place, member in enumerate(reference.members):
        native = c.unbox(member, c.pyapi.tuple_getitem(value, place))
        with c.builder.if_then(native.is_error, likely=False):
            c.builder.store(cgutils.true_bit, failed)
        c.builder.store(native.value, cgutils.gep_inbounds(c.builder, block, 0, place))
    return NativeValue(_forgotten(c.builder, block), is_error=c.builder.load(failed))


def _forgotten(builder: Any, address: Any) -> Any:
    """Return an address of which the compiler no longer knows that it was written to.

    Otherwise it might move a load that is promised to find always the same before the writing.
    """
    kind = ir.FunctionType(address.type, [address.type])
    return builder.asm(kind, "", "=r,0,~{memory}", [address], side_effect=True)
