"""Where peers are: places, channel masks, movement."""
