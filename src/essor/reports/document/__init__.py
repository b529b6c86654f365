"""One way to write a document: blocks, then the same blocks as PDF and as Word."""
