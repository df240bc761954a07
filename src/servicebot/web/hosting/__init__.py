"""Many towns in one process: each an application of its own behind one dispatcher."""
