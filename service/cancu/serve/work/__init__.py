"""What is to be done, when it falls due, and what is commemorated: chosen, sorted and cut into pages for people."""
