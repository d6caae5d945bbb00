"""What callers and peers may use: limits, budgets and rates. Pure."""
