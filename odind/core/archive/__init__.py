"""All recordings of the daemon: started, watched, ended, found again after a crash, deleted."""
