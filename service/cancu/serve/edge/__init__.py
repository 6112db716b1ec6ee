"""What stands before all routes: bounds, rates, connections, headers, what is logged and counted."""
