SELECT digest, principal, platform, began_at, seen_at FROM sessions WHERE principal = ? ORDER BY began_at DESC, digest
