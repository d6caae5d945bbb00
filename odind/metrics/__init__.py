"""The daemon's numbers for Prometheus, made when they are asked for from counts that are kept anyway."""
