"""How much of one mail is looked at. What lies beyond is kept as a file and noted as a defect, never lost."""

MAX_BOUNDARIES = 100  # declared multipart boundaries, and so the deepest nesting a parser can meet
MAX_DEPTH = 20  # levels of parts that are read; deeper ones are kept as one file
MAX_PARTS = 200
MAX_SEPARATORS = 2000  # lines that may separate parts
MAX_HEAD = 256_000  # bytes of all headers together
MAX_TEXT = 500_000  # characters of one body
MAX_HTML = 1_000_000
MAX_HEADER = 20_000  # characters of one header
MAX_ADDRESSES = 200
MAX_REFERENCES = 100
MAX_ID = 255
MAX_SUBJECT = 500
MAX_NAME = 150
