"""Recordings on disk: written while they are captured, completed afterwards, by PyAV's encoders and muxers.

A recording has a folder. While it runs, each of its files ends in `.part`, and all that was written can be
read: a process that is killed loses what the pace of chunks allows. A process that continues the recording
begins further parts, `.2.part` and so on, which are joined when the recording is completed.
"""
