"""Lists in a fleet: those of all members, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from google.protobuf.message_factory import GetMessageClass

from odind.core.errors import UnavailableError
from odind.core.values.paging import DEFAULT_PAGE, MAX_PAGE, MESSAGE_BYTES, page_token_invalid

from .access import MEMBER_FACE
from .elsewhere import only, pass_on

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from .calls import Call
    from .elsewhere import Elsewhere

    Behaviour = Callable[[Any, Call], Awaitable[Message | None]]

_PATIENCE_S: Final = 2.0
"""A member that takes longer is left out, and named."""
_BETWEEN: Final = "/"
"""Stands in page tokens between the name of a member and that member's own token."""
_UNREACHABLE: Final = "unreachable"


def lists(method: MethodDescriptor) -> bool:
    """Whether a method lists what all members have: its answer can name those that did not answer."""
    return _UNREACHABLE in method.output_type.fields_by_name


def listing(behaviour: Behaviour, method: MethodDescriptor, elsewhere: Elsewhere) -> Behaviour:
    """Return what answers a method with what all members have.

    A page is filled from one member after another, until it has as many as were asked for.
    """
    empty: Callable[..., Any] = GetMessageClass(method.output_type)
    (items,) = (field.name for field in method.output_type.fields if field.message_type)

    async def ask(member: str, request: Message, call: Call) -> Any:
        if member == elsewhere.name:
            return await behaviour(request, call)
        return await pass_on(elsewhere, member, method, only(request), call, limit_s=_PATIENCE_S)

    async def page(request: Any, call: Call) -> Message | None:
        if call.caller.face == MEMBER_FACE:
            return await behaviour(request, call)
        size = min(request.page_size or DEFAULT_PAGE, MAX_PAGE)
        found = empty()
        members, token = _from(request.page_token, elsewhere.serving)
        for at, member in enumerate(members):
            found.next_page_token = f"{member}{_BETWEEN}{token}"
            have = len(getattr(found, items))
            if have >= size or found.ByteSize() >= MESSAGE_BYTES:
                return found  # type: ignore[no-any-return] # a message
            try:
                part = await ask(member, _part(request, size - have, token), call)
            except UnavailableError:
                part = empty(**{_UNREACHABLE: [member]})
            token, more = "", part.next_page_token
            found.MergeFrom(part)
            if more:
                found.next_page_token = f"{member}{_BETWEEN}{more}"
                return found  # type: ignore[no-any-return] # a message
            found.next_page_token = f"{members[at + 1]}{_BETWEEN}" if members[at + 1 :] else ""
        return found  # type: ignore[no-any-return] # a message

    return page


def _part(request: Any, page_size: int, token: str) -> Message:
    """Return the request for a member's part of a page."""
    part = type(request)()
    part.CopyFrom(request)
    part.page_size, part.page_token = page_size, token
    return part  # type: ignore[no-any-return] # a message


def _from(page_token: str, members: Sequence[str]) -> tuple[Sequence[str], str]:
    """Return the members from which to list on, and the token for the first of them.

    Raises InvalidArgumentError PAGE_TOKEN_INVALID.
    """
    if not page_token:
        return members, ""
    name, between, token = page_token.partition(_BETWEEN)
    if not between:
        raise page_token_invalid()
    rest = [one for one in members if one >= name]
    return rest, token if rest[:1] == [name] else ""
