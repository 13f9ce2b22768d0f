"""An app with kinds of work for the tests, which no installation has."""
