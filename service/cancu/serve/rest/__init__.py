"""/api/v1: lists, items, drafts checked, documents sent and findings judged."""
