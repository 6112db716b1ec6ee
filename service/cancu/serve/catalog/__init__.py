"""What the service tells of itself and of its data: DCAT, VoID, the dump."""
