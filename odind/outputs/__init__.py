"""Buckets of S3-compatible stores and folders, as core's destinations. They block, and so run in threads."""
