"""The domain: rooms, peers, media, tokens. Pure; every arrow points here."""
