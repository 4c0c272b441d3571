# Runs $BOOTSTRAP_SQL.
once() { printf '%s\n' "$BOOTSTRAP_SQL" | run; }
patiently
