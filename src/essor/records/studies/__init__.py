"""Studies that a territory keeps: what was asked, of which engine, and what it answered."""
