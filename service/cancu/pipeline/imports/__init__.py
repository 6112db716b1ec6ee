"""imports: lists of others (CSV, XLSX, RDF) into registry folders, by a declared mapping.

mapping → source rows → registry rows → folder
"""
