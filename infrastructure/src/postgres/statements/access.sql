SELECT principal, access, issued_at, revoked_at FROM access_principals ORDER BY issued_at, principal
