"""What is looked at in a deployment, and what to do about what is found."""
