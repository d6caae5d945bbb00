"""Shared by every wing: errors, limits, paging, payloads, statistics, time. Imports no other wing."""
