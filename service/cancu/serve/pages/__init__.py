"""Pages for people that are not about one thing."""
