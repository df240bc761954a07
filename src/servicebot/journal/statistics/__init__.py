"""What the counts say: figures, pictures with their tables, a monthly report."""
