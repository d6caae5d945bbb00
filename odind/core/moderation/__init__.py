"""What the owner of a room's key may do to the room, through its gateway and without joining it."""
