"""The study document of a brownfield: gather facts, then write a PDF or a Word file."""
