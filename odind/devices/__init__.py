"""The machine's sound behind core's device port: PortAudio, and devices that run on our own clock.

Native sound code never runs in the daemon's process: a scout looks at the devices, a host holds an open one.
Both are modules of this package, so that importing the package itself must cost nothing.
"""
