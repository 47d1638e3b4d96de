class Scorer:
    def score(self, exchange, coding):
        return None
