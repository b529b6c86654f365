"""The API, called as a client does; one world for the whole folder."""
