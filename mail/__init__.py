"""Mail in and out: transport, parsing, classification, queue and templates. Knows no ticket."""
