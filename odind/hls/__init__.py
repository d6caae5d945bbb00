"""The press and the gallery of HLS outputs: fragments of MP4 by FFmpeg, and playlists, in folders."""
