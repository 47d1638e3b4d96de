class Scorer:
    def score(self, exchange, coding):
        while True:
            pass
