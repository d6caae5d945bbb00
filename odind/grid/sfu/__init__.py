"""Rooms, peers and their sessions: who may join, and who receives what. No I/O."""
