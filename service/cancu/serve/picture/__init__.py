"""What is linked with what, as a picture: gathered from the questions, laid out, drawn, and told as a list."""
