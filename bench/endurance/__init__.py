"""An hour of mixed load with faults at random moments: what was acknowledged is there whole, none half."""
