"""Time: the clock port, the tick, back-off and pacing."""
