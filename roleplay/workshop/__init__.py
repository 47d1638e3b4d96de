"""What a coach does with talks: play one as on a reel, take notes, find where it turned, set attempts side by side, follow a person over time."""
