SELECT after FROM history_decisions WHERE kind = $1 AND id = $2 AND version = $3 - 1
