# Codes, one by one and as a list: what they lead to, for whom, what happened to them, and how often they are scanned.
