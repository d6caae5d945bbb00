"""Where finished files go: buckets and folders that settings name, and the way there."""
