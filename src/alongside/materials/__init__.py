"""Facts in, paper out: evidence -> the gate -> pages -> PDF bytes."""
