"""The one error of the wire codecs."""


class WireError(ValueError):
    """The bytes violate ODIN's protocol. The text never repeats them."""
