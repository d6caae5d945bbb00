"""Core's types and the proto's, into each other: one file per noun. Nothing is decided here but defaults."""
