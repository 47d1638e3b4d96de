raise RuntimeError("raised on import")
