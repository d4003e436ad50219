"""The geometry of charts, in plain Python: figures and words in, points and texts out. Templates draw them."""
