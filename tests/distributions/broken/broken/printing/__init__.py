print("{not json")
