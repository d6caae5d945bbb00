"""The one error of the wire codecs."""


class WireError(ValueError):
    """Bytes that are not what ODIN's protocol allows. The text never repeats them."""
