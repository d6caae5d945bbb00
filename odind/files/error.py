"""What can go wrong with a sound file."""


class SoundFileError(Exception):
    """A file cannot be read or written; the text says why, without the file's name."""


class SoundFileExistsError(SoundFileError):
    """A file of that name exists already and must not be replaced."""


def sentence(error: Exception) -> str:
    """Return what an error of the system or of FFmpeg says, without numbers and file names."""
    return str(getattr(error, "strerror", None) or error)
