"""Access keys and tokens: the formats that ODIN customers and gateways share."""
