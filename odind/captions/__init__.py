"""Engines that understand speech, models that write summaries, and the folder with transcripts' files."""
