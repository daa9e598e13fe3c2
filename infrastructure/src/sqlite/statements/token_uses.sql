SELECT principal, used_at FROM token_uses
