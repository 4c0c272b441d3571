# Runs $DROP_SQL, and then what it printed.
once() { rest=$(printf '%s\n' "$DROP_SQL" | run) && printf '%s\n' "$rest" | run; }
patiently
echo "$APP_DATABASE and its roles are dropped"
