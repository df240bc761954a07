"""servicebot answers citizens' questions about a town's services, in French."""

__version__ = "0.1.0"
