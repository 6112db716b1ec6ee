"""cancu: a knowledge graph and semantic query service for Vietnamese administrative and Party documents."""

__version__ = "0.1.0"
