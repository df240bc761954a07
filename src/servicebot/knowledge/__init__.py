"""What a town knows: models, hours, loader and checks."""
