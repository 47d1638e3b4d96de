"""Text of three languages made comparable: a normal form, words and sentences with exact offsets, and the word data of each language."""
