"""What other programs know of the town: files of their formats become YAML sheets."""
