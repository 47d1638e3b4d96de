"""Conversations from elsewhere: each format is a plugin of the group ``roleplay.formats`` that recognises, reads and perhaps writes one.

`shelf` finds the formats and recognises a file, `conversation` says what a format gives, `joining` makes turns of words and cues,
`casting` makes a transcript of them when it is known who is who.
"""
