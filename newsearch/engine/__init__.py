"""The index on disk: a Whoosh index whose codec keeps postings as columns of numbers. `contract` is the door."""
