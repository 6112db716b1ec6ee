"""The page of a document: its facts beside the words on which they rest."""
