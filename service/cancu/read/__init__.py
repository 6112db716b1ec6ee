"""bytes → Text: decoding, and joining printed lines into paragraphs."""

from cancu.read.source import read, read_bytes

__all__ = ["read", "read_bytes"]
