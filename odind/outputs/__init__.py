"""Buckets of S3-compatible stores and folders, as core's destinations. Their work blocks, and so runs in threads."""
