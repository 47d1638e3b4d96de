"""Many transcripts scored: what is asked of each, the work on one file, and the ways of doing it at once."""
