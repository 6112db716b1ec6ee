"""What a page shows of a thing, by its kind: a document that is only cited, a body, anything else."""
