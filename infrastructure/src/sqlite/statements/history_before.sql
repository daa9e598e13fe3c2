SELECT after FROM history_decisions WHERE kind = ? AND id = ? AND version = ? - 1
