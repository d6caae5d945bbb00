"""Sends the spans of calls to a collector of OpenTelemetry."""
