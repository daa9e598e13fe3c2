INSERT INTO history_decisions (position, kind, id, version, type, at, actor, reason, source, correlation, proposal, proposer, after)
SELECT value ->> '$[0]', value ->> '$[1][0]', value ->> '$[1][1]', value ->> '$[1][2]', value ->> '$[1][3]',
       value ->> '$[2][0]', value ->> '$[2][1]', value ->> '$[2][2]', value ->> '$[2][3]', value ->> '$[2][4]', value ->> '$[2][5]',
       value ->> '$[2][6]', value ->> '$[3]'
FROM json_each(?1)
