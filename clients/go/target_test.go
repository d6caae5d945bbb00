package odind

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

func TestATargetIsAPathASocketOrHostAndPort(t *testing.T) {
	for given, wanted := range map[string]string{
		"/run/my.sock":     "unix:/run/my.sock",
		"unix:/run/x.sock": "unix:/run/x.sock",
		"127.0.0.1:7710":   "127.0.0.1:7710",
		"[::1]:7710":       "[::1]:7710",
	} {
		if target, err := ResolveTarget(given); err != nil || target != wanted {
			t.Errorf("%q became %q, %v", given, target, err)
		}
	}
}

func TestWhatIsNoTargetIsRefusedWithAReason(t *testing.T) {
	for _, given := range []string{"nonsense", "unix:", "host:http", "a b:1", "host:123456"} {
		if target, err := ResolveTarget(given); Reason(err) != "TARGET_INVALID" {
			t.Errorf("%q became %q, %v", given, target, err)
		}
	}
}

func TestWithoutATargetTheSocketOfTheSessionIsFound(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("ODIND_TARGET", "")
	t.Setenv("RUNTIME_DIRECTORY", "")
	t.Setenv("XDG_RUNTIME_DIR", folder)
	socket := filepath.Join(folder, "odind", "odind.sock")
	if err := os.Mkdir(filepath.Dir(socket), 0o700); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if target, err := ResolveTarget(""); err != nil || target != "unix:"+socket {
		t.Errorf("%q, %v", target, err)
	}
}

func TestAKeyIsNotSentInTheClearBeyondThisMachine(t *testing.T) {
	t.Setenv("ODIND_TLS_CA", "")
	if _, err := Connect(WithTarget("192.0.2.1:7710"), WithAPIKey("secret")); Reason(err) != "KEY_UNPROTECTED" {
		t.Error(err)
	}
}
