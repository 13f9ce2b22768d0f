class Refused(Exception):
    """Say no, in words fit to show to the person who asked."""
