"""What is shown of a model's words: each sentence is judged before it is seen, by pure functions on text, mood, persona and language."""
