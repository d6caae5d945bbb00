"""The state folder: keys, certificates and how its files are written."""
