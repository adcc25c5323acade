"""What a node looks at outside the database: the data folder, and the migrations of its program."""
