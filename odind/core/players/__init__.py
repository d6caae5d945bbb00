"""What plays sounds on a connection: queues, lanes, and the port of the sounds themselves."""
