UPDATE expired SET through = max(through, ?1)
