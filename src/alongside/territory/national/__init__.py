"""The country's public files, whole, become one territory: read -> assembled -> put in use."""
