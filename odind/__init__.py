"""odind: a gRPC sidecar daemon for ODIN voice chat.

`DISTRIBUTION` is the package that is installed: odind, or odind-client, which is the client alone.
`__version__` is its version.
"""

_NAMES = ("DISTRIBUTION", "__version__")


def __getattr__(name: str) -> str:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - half of what `import odind` took

    try:
        found = ("odind", version("odind"))
    except PackageNotFoundError:
        found = ("odind-client", version("odind-client"))
    return found[_NAMES.index(name)]
