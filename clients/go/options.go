package odind

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
)

const systemCookie = "/var/lib/odind/cookie"

type options struct {
	target, apiKey string
	callTimeout    time.Duration
	retries        int
	tls            *tls.Config
}

// Option says how to connect.
type Option func(*options)

// WithTarget names the daemon: "unix:/path", a path, or "host:port". See ResolveTarget for the default.
func WithTarget(target string) Option { return func(o *options) { o.target = target } }

// WithAPIKey has calls carry a key or a session. The default is ODIND_API_KEY, and over loopback TCP the cookie
// of ODIND_COOKIE_FILE, of the user's state folder or of the system's daemon.
func WithAPIKey(key string) Option { return func(o *options) { o.apiKey = key } }

// WithCallTimeout bounds every call but streams whose context has no deadline.
func WithCallTimeout(timeout time.Duration) Option {
	return func(o *options) { o.callTimeout = timeout }
}

// WithRetries has calls that make or send something sent again, up to so many times, with growing pauses, while
// the daemon is unavailable; their request_id keeps them from being done twice.
func WithRetries(retries int) Option { return func(o *options) { o.retries = retries } }

// WithTLS secures TCP. The default are the files of ODIND_TLS_CA, ODIND_TLS_CERT and ODIND_TLS_KEY.
func WithTLS(config *tls.Config) Option { return func(o *options) { o.tls = config } }

// resolve fills in what the environment says.
func (o *options) resolve() (err error) {
	if o.target, err = ResolveTarget(o.target); err != nil {
		return err
	}
	if socketOf(o.target) != "" {
		o.tls = nil
	} else if o.tls == nil {
		if o.tls, err = tlsOfEnvironment(); err != nil {
			return err
		}
	}
	if o.apiKey == "" {
		o.apiKey = strings.TrimSpace(os.Getenv("ODIND_API_KEY"))
	}
	if o.apiKey != "" && o.tls == nil && socketOf(o.target) == "" && !isLoopback(o.target) {
		return refuse(codes.InvalidArgument, "KEY_UNPROTECTED",
			"an API key must not leave this machine in the clear, as it would to {target}: use TLS", "target", o.target)
	}
	if o.apiKey == "" && isLoopback(o.target) {
		o.apiKey = cookie()
	}
	return nil
}

func isLoopback(target string) bool {
	host, _, err := net.SplitHostPort(target)
	return err == nil && (host == "127.0.0.1" || host == "localhost" || host == "::1")
}

// cookie returns what the daemon wants to see on loopback TCP, or "".
func cookie() string {
	files := []string{filepath.Join(stateFolder(), "cookie"), systemCookie}
	if named := os.Getenv("ODIND_COOKIE_FILE"); named != "" {
		files = []string{named}
	}
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			return strings.TrimSpace(string(text))
		}
	}
	return ""
}

func tlsOfEnvironment() (*tls.Config, error) {
	ca, certificate, key := os.Getenv("ODIND_TLS_CA"), os.Getenv("ODIND_TLS_CERT"), os.Getenv("ODIND_TLS_KEY")
	if ca == "" && certificate == "" && key == "" {
		return nil, nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if ca != "" && ca != "system" {
		text, err := os.ReadFile(ca)
		if err != nil {
			return nil, unreadable(ca, err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, refuse(codes.InvalidArgument, "TLS_FILE_INVALID", "{file} must hold PEM", "file", ca)
		}
	}
	if certificate != "" || key != "" {
		pair, err := tls.LoadX509KeyPair(certificate, key)
		if err != nil {
			return nil, unreadable(certificate+", "+key, err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

func unreadable(file string, err error) *Error {
	return refuse(codes.InvalidArgument, "TLS_FILE_UNREADABLE", "{file}: {problem}", "file", file, "problem", err.Error())
}
