"""Sound devices and the lines that tie them to connections."""
