"""Character cards (V2 and V3): read from JSON, PNG and CHARX, written to JSON and PNG. What stands in a card is text and nothing else."""
