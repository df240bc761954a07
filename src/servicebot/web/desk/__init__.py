"""The desk: where agents find answers, and editors make the base better."""
