"""Live jobs: what goes on from the sound of a room while it lasts, as streams, pushes and captions do."""
