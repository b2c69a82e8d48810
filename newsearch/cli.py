"""The command line: words and JSON. Draws what `Searcher` returns; knows no engine."""
