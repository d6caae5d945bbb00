"""The benchmark: what a stream through the daemon costs, beside the same work on the bare core in one run.

Limits of the method. Daemon, callers, grid and bare program share one machine's cores, so what one of them
uses delays the others: latencies are those of a whole small installation on this machine, on which nothing
else should run. Cases run one after the other, and what else the machine does differs between them: compare
ratios of one run, and run more rounds where they scatter. Everything is on loopback: no network adds loss or
jitter. Linux only, as CPU and memory are read from /proc.
"""
