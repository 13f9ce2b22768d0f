# A package by its file: textstat installs a `tests` too, which would stand before a bare folder.
