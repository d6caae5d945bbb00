"""What every wing stands on: errors, limits, pages, payloads, counters. Imports no other wing."""
