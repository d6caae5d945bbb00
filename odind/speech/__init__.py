"""Engines that make speech of text: a program of this machine, or a server that speaks a known protocol."""
