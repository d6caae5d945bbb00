"""What is said, as text: speech cut into utterances, engines that understand it, transcripts, summaries."""
