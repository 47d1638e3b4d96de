"""How far a coder, a scorer and people agree: labels and ratings read, compared, and said with how sure the figures are."""
