"""Formats that lose their heads."""

import sys


class Leaving:
    id = "leaving"
    title = "Leaving"

    def sniff(self, document):
        print("{not json")
        sys.exit(7)

    def read(self, document):
        sys.exit(7)


class Newer(Leaving):
    id = "newer"
    api_version = 99


LEAVING, NEWER, NOTHING = Leaving(), Newer(), object()
