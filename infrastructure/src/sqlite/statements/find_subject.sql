SELECT principal FROM subjects WHERE issuer = ? AND subject = ?
