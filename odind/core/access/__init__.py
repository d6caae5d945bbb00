"""Who may do what: verbs, grants, principals, API keys and sessions. It knows no wire and no RPC by name."""
