# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.
