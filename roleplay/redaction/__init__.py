"""Names, numbers and addresses replaced by pseudonyms. An aid, not a guarantee: what only a reader can recognise stays.

`checksums` tells a personal number from any other, `marks` finds what has a form of its own, `names` finds declared names in every case
and in both scripts, `pseudonyms` replaces them.
"""
