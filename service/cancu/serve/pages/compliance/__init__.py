"""Compliance: drafts checked on a page, what the rules find in the store, the rules, and what people say of it."""
