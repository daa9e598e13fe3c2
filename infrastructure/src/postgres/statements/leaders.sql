SELECT projection, process, node FROM leaders WHERE until > clock_timestamp()
