"""Samples: layouts, rings, resampling, Opus packets."""
