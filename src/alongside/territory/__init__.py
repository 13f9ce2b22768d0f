"""Public files in, offices out: clinicians -> addresses -> offices -> tiers -> a ranking."""
