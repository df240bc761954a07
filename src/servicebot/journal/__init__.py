"""What was asked: one database for the journal and for all that the desk adds."""
