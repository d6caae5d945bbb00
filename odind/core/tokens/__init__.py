"""Access keys and room tokens."""
