SELECT digest, principal, platform, began_at, seen_at FROM sessions WHERE digest = ?
