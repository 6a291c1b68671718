"""The story: the seven steps, each a plain function over the project file."""
