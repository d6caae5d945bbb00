"""Where players' sounds come from: files, URLs, uploaded sounds, tones and speech.

A process of its own decodes each of them: bytes in through one descriptor, samples out through a socket. It
can open nothing by itself, its memory is limited, and what it dies of ends one sound.
"""
