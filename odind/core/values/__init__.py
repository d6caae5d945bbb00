"""Values of several wings: payloads, pages, statistics. Pure."""
