"""Voice runtimes: the official ODIN core, and a fake for tests."""
