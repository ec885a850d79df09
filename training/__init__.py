"""Training of the packaged weights and the making of the packaged tables; needs the project's data folder."""
