"""What can go wrong with a sound file."""


class SoundFileError(Exception):
    """A file cannot be read or written; the text says why, without the file's name."""


class SoundFileExistsError(SoundFileError):
    """A file of that name exists already and must not be replaced."""
