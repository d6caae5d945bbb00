"""The sound devices behind core's port: PortAudio, and devices that run on the daemon's own clock.

Native sound code never runs in the daemon's process: a scout process lists the devices, a host process runs
each open one. Both run modules of this package, so importing the package itself must cost nothing.
"""
