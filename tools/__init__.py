"""What dev.py does, one subject per file. Standard library only."""
