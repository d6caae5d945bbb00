"""The bytes of ODIN's v2 protocol: pure encoding and validation, no state, no I/O."""
