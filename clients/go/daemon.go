// Package odind is the Go client of odind, the daemon that puts programs into ODIN voice rooms.
//
// Everything takes a context; everything that fails in the daemon is an *Error with a reason. Values are safe for
// use by several goroutines. The generated messages and stubs are in the package odindv1; stubs made with
// Daemon.Conn have this package's errors, credentials, timeouts and retries.
package odind

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"odind.example/go/odindv1"
)

// Version is that of this client.
const Version = "0.1.0"

const (
	messageLimit = 16 << 20
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
	longestWait  = time.Minute
)

// Daemon is a daemon that somebody else runs.
type Daemon struct {
	options options
	conn    *grpc.ClientConn
	rooms   odindv1.RoomServiceClient
	audio   odindv1.AudioServiceClient
}

// Connect prepares to talk to a daemon; the first call dials. Close it after use.
//
// Reasons of errors: TARGET_INVALID, KEY_UNPROTECTED, TLS_FILE_UNREADABLE, TLS_FILE_INVALID. Every call can fail
// with DAEMON_UNREACHABLE.
func Connect(opts ...Option) (*Daemon, error) {
	d := &Daemon{}
	for _, option := range opts {
		option(&d.options)
	}
	if err := d.options.resolve(); err != nil {
		return nil, err
	}
	conn, err := grpc.NewClient("passthrough:///odind", d.dialling()...)
	if err != nil {
		return nil, err
	}
	d.conn = conn
	d.rooms, d.audio = odindv1.NewRoomServiceClient(conn), odindv1.NewAudioServiceClient(conn)
	return d, nil
}

// Close ends all calls.
func (d *Daemon) Close() error { return d.conn.Close() }

// Target returns where the daemon is.
func (d *Daemon) Target() string { return d.options.target }

// Conn is for stubs of the other services: odindv1.NewPlayerServiceClient(daemon.Conn()).
func (d *Daemon) Conn() grpc.ClientConnInterface { return d.conn }

// Info describes the daemon.
func (d *Daemon) Info(ctx context.Context) (*odindv1.GetInfoResponse, error) {
	return odindv1.NewServerServiceClient(d.conn).GetInfo(ctx, &odindv1.GetInfoRequest{})
}

// dialling returns how the target is dialled. No proxy of the environment ever stands between.
func (d *Daemon) dialling() []grpc.DialOption {
	secured, authority := insecure.NewCredentials(), "localhost"
	if d.options.tls != nil {
		secured = credentials.NewTLS(d.options.tls)
		authority, _, _ = net.SplitHostPort(d.options.target)
	}
	pauses := backoff.Config{BaseDelay: firstPause, Multiplier: 2, Jitter: 0.2, MaxDelay: longestPause}
	return []grpc.DialOption{
		grpc.WithTransportCredentials(secured),
		grpc.WithAuthority(authority),
		grpc.WithNoProxy(),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) {
			return dial(ctx, d.options.target)
		}),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: pauses, MinConnectTimeout: longestPause}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(messageLimit), grpc.MaxCallSendMsgSize(messageLimit)),
		grpc.WithUnaryInterceptor(d.unary),
		grpc.WithStreamInterceptor(d.stream),
	}
}

// dial connects to a target; the path of a socket is taken as it is.
func dial(ctx context.Context, target string) (net.Conn, error) {
	var dialer net.Dialer
	if path := socketOf(target); path != "" {
		return dialer.DialContext(ctx, "unix", path)
	}
	return dialer.DialContext(ctx, "tcp", target)
}

func (d *Daemon) unary(ctx context.Context, method string, request, answer any, conn *grpc.ClientConn,
	invoke grpc.UnaryInvoker, opts ...grpc.CallOption,
) error {
	if _, bounded := ctx.Deadline(); !bounded && d.options.callTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d.options.callTimeout)
		defer cancel()
	}
	ctx = d.shown(ctx)
	send := func() error {
		return translated(invoke(ctx, method, request, answer, conn, opts...), d.options.target)
	}
	if d.options.retries == 0 || !named(request) {
		return send()
	}
	return sentAgain(ctx, send, d.options.retries)
}

func (d *Daemon) stream(ctx context.Context, description *grpc.StreamDesc, conn *grpc.ClientConn, method string,
	begin grpc.Streamer, opts ...grpc.CallOption,
) (grpc.ClientStream, error) {
	stream, err := begin(d.shown(ctx), description, conn, method, opts...)
	if err != nil {
		return nil, translated(err, d.options.target)
	}
	return &translatedStream{stream, d.options.target}, nil
}

// shown adds what says who calls.
func (d *Daemon) shown(ctx context.Context) context.Context {
	if d.options.apiKey == "" {
		return ctx
	}
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+d.options.apiKey)
}

type translatedStream struct {
	grpc.ClientStream
	target string
}

func (s *translatedStream) RecvMsg(message any) error {
	return translated(s.ClientStream.RecvMsg(message), s.target)
}

// named gives a request an id where it can have one, and says whether it can.
func named(request any) bool {
	message, ok := request.(proto.Message)
	if !ok {
		return false
	}
	reflected := message.ProtoReflect()
	field := reflected.Descriptor().Fields().ByName("request_id")
	if field == nil {
		return false
	}
	if reflected.Get(field).String() == "" {
		var id [16]byte
		_, _ = rand.Read(id[:])
		reflected.Set(field, protoreflect.ValueOfString(hex.EncodeToString(id[:])))
	}
	return true
}
