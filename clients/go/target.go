package odind

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"google.golang.org/grpc/codes"
)

const (
	targetVariable = "ODIND_TARGET"
	tcpTarget      = "127.0.0.1:7710"
	systemRuntime  = "/run/odind"
)

var hostAndPort = regexp.MustCompile(`^(\[[0-9A-Fa-f:.%]+\]|[^\s:/\[\]]+):[0-9]{1,5}$`)

// ResolveTarget returns the target to dial: the given one, else that of ODIND_TARGET, else the first socket
// that exists where daemons put theirs, else loopback TCP. An absolute path alone is taken as a socket.
//
// The error of a target that is neither has the reason TARGET_INVALID.
func ResolveTarget(target string) (string, error) {
	if target == "" {
		target = os.Getenv(targetVariable)
	}
	if target == "" {
		target = defaultTarget()
	}
	if strings.HasPrefix(target, "/") {
		return "unix:" + target, nil
	}
	if socketOf(target) != "" || hostAndPort.MatchString(target) {
		return target, nil
	}
	return "", refuse(codes.InvalidArgument, "TARGET_INVALID",
		`the target "{target}" is neither "unix:/path" nor "host:port"`, "target", target)
}

// socketOf returns the path of a unix target, or "".
func socketOf(target string) string {
	path, found := strings.CutPrefix(target, "unix:")
	if !found {
		return ""
	}
	return path
}

func defaultTarget() string {
	for _, folder := range runtimeFolders() {
		socket := filepath.Join(folder, "odind.sock")
		if isSocket(socket) {
			return "unix:" + socket
		}
	}
	return tcpTarget
}

func runtimeFolders() []string {
	var folders []string
	if given := os.Getenv("RUNTIME_DIRECTORY"); given != "" {
		folders = append(folders, given)
	}
	if session := os.Getenv("XDG_RUNTIME_DIR"); session != "" {
		folders = append(folders, filepath.Join(session, "odind"))
	}
	if os.Geteuid() == 0 {
		folders = append(folders, systemRuntime)
	}
	if state := stateFolder(); state != "" {
		folders = append(folders, state)
	}
	return append(folders, systemRuntime)
}

// stateFolder returns where a daemon of this user keeps its files, or "" for a user without a home.
func stateFolder() string {
	if given := os.Getenv("STATE_DIRECTORY"); given != "" {
		return given
	}
	if given := os.Getenv("XDG_STATE_HOME"); given != "" {
		return filepath.Join(given, "odind")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local/state/odind")
}

func isSocket(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&os.ModeSocket != 0
}

// audioSocketBeside returns the path of the audio socket that is beside a socket of gRPC.
func audioSocketBeside(path string) string {
	return strings.TrimSuffix(path, ".sock") + ".audio"
}
