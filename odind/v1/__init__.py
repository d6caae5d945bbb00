"""Generated from proto/odind/v1 by `make protos`; nothing here is written by hand."""
