"""Sound files, read and written block by block; PyAV decodes and encodes all but plain WAV.

Everything here blocks on the disk and belongs to one thread at a time. Errors are SoundFileError, whose text
says what is wrong; whoever opened the file chooses the error that its caller sees.
"""
