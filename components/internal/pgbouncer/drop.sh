# Runs $DROP_SQL, and then what it printed.
drop() { rest=$(printf '%s\n' "$DROP_SQL" | run) && printf '%s\n' "$rest" | run; }
patiently drop
echo "$APP_DATABASE and its roles are dropped"
