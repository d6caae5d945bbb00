"""The benchmark: what a stream through the daemon costs, next to the same work on the native runtime alone.

Limits of the method. Daemon, callers, grid and bare program share the cores of one machine and delay each
other: latencies are those of a whole small installation, and nothing else should run on the machine. Cases
run one after the other, and the machine's other load varies between them: compare ratios within one run, and
run more rounds if they scatter. All traffic is on loopback: no network adds loss or jitter. Linux only,
because CPU and memory are read from /proc.
"""
