"""A segment of the index: postings, columns and stored documents as columns of numbers in one memory-mapped file.

`docs/segment-format.md` describes the bytes. `store` reads them with the standard library alone, `reader` puts
numpy views on top, `writer` and `merge` make them, `codec` lends them to Whoosh.
"""
