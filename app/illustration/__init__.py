"""ENGINE 3: a description goes in, a verified picture comes out."""
