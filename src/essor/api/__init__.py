"""The open API, version 1: what the pages show and do, for programs. One file per resource."""
