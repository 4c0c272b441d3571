# Runs $BOOTSTRAP_SQL.
bootstrap() { printf '%s\n' "$BOOTSTRAP_SQL" | run; }
patiently bootstrap
