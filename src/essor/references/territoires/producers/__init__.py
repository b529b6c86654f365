"""The producers' own formats, read at the door and nowhere else."""
