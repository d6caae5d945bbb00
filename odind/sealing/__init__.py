"""Files that only the holder of a key can read, while they grow as well as afterwards.

A sealed file is a header of 64 bytes and chunks of 4,096 bytes, each sealed by itself with AES-256-GCM and a
nonce of its own, so that it can be written in place, read from anywhere, and read as far as it goes after a
crash. The key is the file's own; the header holds it wrapped (RFC 3394) by a configured key. docs/STORAGE.md
describes the format. Those of age and Tink seal a file to its end, and open none that is unfinished.
"""
