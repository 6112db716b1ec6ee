"""What routes share: negotiation, bodies, tokens, tags, problems, and how all that is told in OpenAPI."""
