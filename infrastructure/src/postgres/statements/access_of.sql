SELECT principal, access, issued_at, revoked_at FROM access_principals WHERE principal = $1
