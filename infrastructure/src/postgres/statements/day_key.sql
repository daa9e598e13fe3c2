SELECT key FROM ephemeral.day_keys WHERE day = $1
