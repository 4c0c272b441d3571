package pgbouncer_test

import (
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

const password = "s3cretPassw0rd"

// program puts a shell script under a program's name into a folder, and returns the folder.
func program(t *testing.T, name, script string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700))
	return dir
}

// shell is a script with these variables, and with a folder of programs before all others.
func shell(script, programs string, variables ...string) *exec.Cmd {
	cmd := exec.Command("sh", "-c", script)
	cmd.Env = append(variables, "PATH="+programs+":"+os.Getenv("PATH"))
	return cmd
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// TestMain lets this program pretend to be PgBouncer. A shell could not: one that was started with SIGINT ignored, as
// shells start what is in the background, never handles it.
func TestMain(m *testing.M) {
	if out := os.Getenv("PRETEND"); out != "" {
		os.Exit(pretend(out, os.Args[1]))
	}
	os.Exit(m.Run())
}

// pretend notes its environment and the signals, and ends a second after the first SIGINT; a second signal would end it
// at once.
func pretend(out, config string) int {
	signals := make(chan os.Signal, 9)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	note := config + "\n"
	save := func() { _ = os.WriteFile(out, []byte(note), 0o600) }
	_ = os.WriteFile(out+".env", []byte(strings.Join(os.Environ(), "\n")), 0o600)
	var end <-chan time.Time
	for {
		save()
		select {
		case s := <-signals:
			note += s.String() + "\n"
			if end != nil {
				save()
				return 9
			}
			end = time.After(time.Second)
		case <-end:
			note += "done\n"
			save()
			return 0
		}
	}
}

func TestSIGTERMLetsTransactionsFinish(t *testing.T) {
	dir := t.TempDir()
	out, conf := filepath.Join(dir, "out"), filepath.Join(dir, "conf")
	cmd := shell(pgbouncer.StartScript(), program(t, "pgbouncer", "exec "+os.Args[0]+` "$@"`),
		"PRETEND="+out, "PGBOUNCER_DIR="+conf,
		"PGBOUNCER_INI=[pgbouncer]\nlisten_port = 1\n", "PGBOUNCER_HBA=host a b\n", "PGBOUNCER_USERS=\"app_a\" \""+password+"\"\n")
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(out)
		return err == nil && strings.HasSuffix(string(text), "\n")
	}, 10*time.Second, 10*time.Millisecond)

	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.Eventually(t, func() bool { return strings.Contains(read(t, out), "interrupt\n") },
		10*time.Second, 10*time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, cmd.Wait())
	require.Equal(t, conf+"/pgbouncer.ini\ninterrupt\ndone\n", read(t, out))

	require.Equal(t, "[pgbouncer]\nlisten_port = 1\n", read(t, conf+"/pgbouncer.ini"))
	require.Equal(t, "host a b\n", read(t, conf+"/hba.conf"))
	require.Equal(t, `"app_a" "`+password+`"`+"\n", read(t, conf+"/userlist.txt"))
	info, err := os.Stat(conf + "/userlist.txt")
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
	require.NotContains(t, read(t, out+".env"), password)
}

func TestTheEndOfPgBouncerIsTheEndOfTheContainer(t *testing.T) {
	cmd := shell(pgbouncer.StartScript(), program(t, "pgbouncer", "exit 7"), "PGBOUNCER_DIR="+t.TempDir())
	var exit *exec.ExitError
	require.ErrorAs(t, cmd.Run(), &exit)
	require.Equal(t, 7, exit.ExitCode())
}

func TestUserListQuotes(t *testing.T) {
	require.Equal(t, "\"a\"\"b\" \"c\"\"d\"\n\"stats\" \"s\"\n",
		pgbouncer.UserList("s", pgbouncer.Login{Name: `a"b`, Password: `c"d`}))
}

// The bootstrap is tried again, and its exit status is that of the last attempt.
func TestBootstrapIsTriedAgain(t *testing.T) {
	for name, tc := range map[string]struct {
		fails int
		want  int
		runs  string
	}{"at once": {0, 0, "x"}, "in the end": {5, 0, "xxxxxx"}, "never": {6, 1, "xxxxxx"}} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			programs := program(t, "psql", `cat >$OUT.sql; echo "$*" >$OUT.args; printf x >>$OUT; `+
				`[ "$(wc -c <$OUT)" -gt $FAILS ]`)
			require.NoError(t, os.WriteFile(filepath.Join(programs, "sleep"), []byte("#!/bin/sh\n"), 0o700))
			cmd := shell(pgbouncer.BootstrapScript(), programs, "OUT="+out, "BOOTSTRAP_SQL=SELECT 'x';",
				"FAILS="+string(rune('0'+tc.fails)), "PGPASSWORD="+password)
			_ = cmd.Run() // the exit code says it
			require.Equal(t, tc.want, cmd.ProcessState.ExitCode())
			require.Equal(t, tc.runs, read(t, out))
			require.Equal(t, "SELECT 'x';\n", read(t, out+".sql"))
			require.Equal(t, "--no-psqlrc --quiet --set ON_ERROR_STOP=on --file -\n", read(t, out+".args"))
		})
	}
}

// What the SQL reads comes from the environment, and what it reads is all that it needs.
func TestBootstrapSQLReadsTheEnvironment(t *testing.T) {
	sql := pgbouncer.BootstrapSQL()
	for variable, name := range map[string]string{
		"role": "APP_ROLE", "database": "APP_DATABASE", "logins": "APP_LOGINS", "extensions": "APP_EXTENSIONS",
		"timeout": "APP_STATEMENT_TIMEOUT", "mark": "APP_MARK", "connections": "APP_CONNECTIONS", "admin": "APP_ADMIN_CONNECTIONS", "shared": "APP_SHARED",
	} {
		require.Contains(t, sql, "\\getenv "+variable+" "+name+"\n")
	}
	require.Equal(t, 9, strings.Count(sql, "\\getenv "))
}

// The drop runs what its first step prints. An attempt begins with the first step.
func TestDropIsTriedAgain(t *testing.T) {
	const first, both = "SELECT 'x';\n", "SELECT 'x';\nDROP ROLE app;\n"
	for name, tc := range map[string]struct {
		fails, want int // fails is how many steps do
		runs        string
	}{
		"at once": {0, 0, both}, "in the end": {5, 0, strings.Repeat(first, 5) + both}, "never": {6, 1, strings.Repeat(first, 6)},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			programs := program(t, "psql", `cat >>$OUT; echo "DROP ROLE app;"; [ "$(wc -l <$OUT)" -gt $FAILS ]`)
			require.NoError(t, os.WriteFile(filepath.Join(programs, "sleep"), []byte("#!/bin/sh\n"), 0o700))
			cmd := shell(pgbouncer.DropScript(), programs, "OUT="+out, "DROP_SQL=SELECT 'x';", "APP_DATABASE=shop",
				"FAILS="+strconv.Itoa(tc.fails))
			text, _ := cmd.Output() // the exit code says it
			require.Equal(t, tc.want, cmd.ProcessState.ExitCode())
			require.Equal(t, tc.runs, read(t, out))
			require.Equal(t, tc.want == 0, strings.HasSuffix(string(text), "shop and its roles are dropped\n"))
		})
	}
}

func TestDropSQLReadsTheEnvironment(t *testing.T) {
	sql := pgbouncer.DropSQL()
	for variable, name := range map[string]string{"roles": "APP_ROLES", "database": "APP_DATABASE", "mark": "APP_MARK"} {
		require.Contains(t, sql, "\\getenv "+variable+" "+name+"\n")
	}
	require.Equal(t, 3, strings.Count(sql, "\\getenv "))
	require.Equal(t, []string{"app_a", "app_b", "app_admin_a", "app_admin_b", "app_reader", "app"}, pgbouncer.Roles("app"))
	require.Equal(t, "made by Tenfold for acme/shop/pr-7", pgbouncer.Mark("acme", "shop", "pr-7"))
}
