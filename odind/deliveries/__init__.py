"""Signs webhooks and posts them."""

from .carrier import HttpCarrier
from .rsa_key import RsaKey

__all__ = ["HttpCarrier", "RsaKey"]
