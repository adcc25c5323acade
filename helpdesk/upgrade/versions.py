"""Which older code gets on with this schema."""

# The oldest version that still works on the schema of this one. A version whose migrations only add (tables,
# columns that are NULL or have a default in the database, indexes) keeps it; one that renames, drops or fills
# what older code reads or writes sets it to its own version. docs/upgrading.md says what follows from it.
COMPATIBLE_FROM = "0.1.0"
