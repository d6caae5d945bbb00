// The Go client as `odind conformance` drives it; docs/CONFORMANCE.md describes the lines.
package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	odind "odind.example/go"
	"odind.example/go/odindv1"
)

var features = []string{"unix", "tcp", "unicode_paths", "watch", "follow", "speak", "listen", "door", "opus", "u64",
	"retries", "raw"}

var errUnsupported = errors.New("unsupported")

type payload struct {
	JSON   json.RawMessage `json:"json"`
	Base64 *[]byte         `json:"base64"`
}

func (p *payload) message() (*odindv1.Payload, error) {
	if p.Base64 != nil {
		return odind.Data(*p.Base64), nil
	}
	return odind.JSON(p.JSON)
}

// arguments are those of all orders.
type arguments struct {
	Target       string             `json:"target"`
	Environment  map[string]*string `json:"environment"`
	APIKey       string             `json:"api_key"`
	TimeoutMS    int                `json:"call_timeout_ms"`
	Retries      int                `json:"retries"`
	RoomID       string             `json:"room_id"`
	UserID       string             `json:"user_id"`
	LingerMS     *int               `json:"linger_ms"`
	UserData     *payload           `json:"user_data"`
	Payload      *payload           `json:"payload"`
	PeerIDs      []uint32           `json:"peer_ids"`
	ConnectionID string             `json:"connection_id"`
	Connections  []string           `json:"connection_ids"`
	Kinds        []string           `json:"kinds"`
	After        string             `json:"after_sequence"`
	PageSize     uint32             `json:"page_size"`
	Send         json.RawMessage    `json:"send"`
	Receive      json.RawMessage    `json:"receive"`
	Mode         string             `json:"mode"`
	Call         int                `json:"call"`
	Do           string             `json:"do"`
	Samples      int                `json:"samples"`
	Start        int                `json:"start"`
	Chunk        int                `json:"chunk"`
	Base64       []byte             `json:"base64"`
	Packets      [][]byte           `json:"packets"`
	Name         string             `json:"name"`
	Frames       int                `json:"frames"`
	Method       string             `json:"method"`
	JSON         string             `json:"json"`
}

type order struct {
	ID   int       `json:"id"`
	Op   string    `json:"op"`
	Args arguments `json:"args"`
}

type driver struct {
	mu      sync.Mutex
	daemon  *odind.Daemon
	cancels map[int]context.CancelFunc
	streams map[int]*stream
	printed sync.Mutex
}

// stream is an audio order; frames that one read has left over are for the next.
type stream struct {
	*odind.Stream
	left   []any
	closed context.CancelFunc
}

func main() {
	d := &driver{cancels: map[int]context.CancelFunc{}, streams: map[int]*stream{}}
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var given order
		if err := json.Unmarshal(line, &given); err != nil {
			panic(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		d.mu.Lock()
		d.cancels[given.ID] = cancel
		d.mu.Unlock()
		go d.perform(ctx, given)
	}
}

func (d *driver) tell(id int, kind string, value any) {
	line, err := json.Marshal(map[string]any{"id": id, kind: value})
	if err != nil {
		panic(err)
	}
	d.printed.Lock()
	defer d.printed.Unlock()
	fmt.Println(string(line))
}

func (d *driver) perform(ctx context.Context, o order) {
	result, err := d.do(ctx, o)
	switch {
	case errors.Is(err, errUnsupported):
		d.tell(o.ID, "unsupported", true)
	case err != nil:
		d.tell(o.ID, "error", told(err))
	case result == nil:
		d.tell(o.ID, "result", struct{}{})
	default:
		d.tell(o.ID, "result", result)
	}
}

func told(err error) map[string]any {
	if errors.Is(err, context.Canceled) {
		return map[string]any{"code": "CANCELLED"}
	}
	var failed *odind.Error
	if !errors.As(err, &failed) {
		failed = &odind.Error{Code: status.Code(err), Message: err.Error()}
	}
	return map[string]any{"code": nameOf(failed.Code), "reason": failed.Reason, "message": failed.Message,
		"metadata": failed.Metadata}
}

func nameOf(code codes.Code) string {
	for _, name := range []string{"INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
		"PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE"} {
		var named codes.Code
		if named.UnmarshalJSON([]byte(strconv.Quote(name))) == nil && named == code {
			return name
		}
	}
	return code.String()
}

func asJSON(message proto.Message, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	text, err := protojson.MarshalOptions{UseProtoNames: true, EmitDefaultValues: true}.Marshal(message)
	return json.RawMessage(text), err
}

func (d *driver) do(ctx context.Context, o order) (any, error) {
	a := &o.Args
	d.mu.Lock()
	daemon := d.daemon
	d.mu.Unlock()
	switch o.Op {
	case "hello":
		return map[string]any{"protocol": 1, "client": "go", "version": odind.Version, "features": features}, nil
	case "connect":
		return nil, d.connect(o)
	case "close":
		d.close(o.ID)
		return nil, nil
	case "info":
		return asJSON(daemon.Info(ctx))
	case "join":
		return d.join(ctx, daemon, a)
	case "get":
		c, err := daemon.Connection(ctx, a.ConnectionID)
		if err != nil {
			return nil, err
		}
		return asJSON(c.View, nil)
	case "leave":
		return nil, daemon.Attached(a.ConnectionID).Leave(ctx)
	case "list":
		return list(daemon.Connections(ctx, a.PageSize))
	case "user_data", "message":
		return nil, send(ctx, daemon.Attached(a.ConnectionID), o)
	case "watch":
		return nil, d.tellAll(o.ID, daemon.Watch(ctx, watching(a)))
	case "follow":
		return nil, d.tellAll(o.ID, daemon.Follow(ctx, watching(a)))
	case "audio":
		return nil, d.audio(ctx, daemon, o)
	case "control":
		d.mu.Lock()
		s := d.streams[a.Call]
		d.mu.Unlock()
		return s.control(ctx, a)
	case "cancel":
		d.mu.Lock()
		defer d.mu.Unlock()
		d.cancels[a.Call]()
		return nil, nil
	case "raw":
		return raw(ctx, daemon, a)
	}
	return nil, errUnsupported
}

func (d *driver) connect(o order) error {
	d.close(o.ID)
	for name, value := range o.Args.Environment {
		if value == nil {
			_ = os.Unsetenv(name)
		} else {
			_ = os.Setenv(name, *value)
			defer os.Unsetenv(name)
		}
	}
	daemon, err := odind.Connect(odind.WithTarget(o.Args.Target), odind.WithAPIKey(o.Args.APIKey),
		odind.WithRetries(o.Args.Retries),
		odind.WithCallTimeout(time.Duration(o.Args.TimeoutMS)*time.Millisecond))
	d.mu.Lock()
	defer d.mu.Unlock()
	d.daemon = daemon
	return err
}

func (d *driver) close(by int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, cancel := range d.cancels {
		if id != by {
			cancel()
		}
	}
	if d.daemon != nil {
		_ = d.daemon.Close()
	}
	d.daemon = nil
}

func (d *driver) join(ctx context.Context, daemon *odind.Daemon, a *arguments) (any, error) {
	options := []odind.JoinOption{odind.AsUser(a.UserID)}
	if a.LingerMS != nil {
		options = append(options, odind.WithLinger(time.Duration(*a.LingerMS)*time.Millisecond))
	}
	if a.UserData != nil {
		data, err := a.UserData.message()
		if err != nil {
			return nil, err
		}
		options = append(options, odind.WithUserData(data))
	}
	joined, err := daemon.Join(ctx, a.RoomID, options...)
	if err != nil {
		return nil, err
	}
	return asJSON(joined.View, nil)
}

func list(connections iter.Seq2[*odind.Connection, error]) (any, error) {
	ids := []string{}
	for connection, err := range connections {
		if err != nil {
			return nil, err
		}
		ids = append(ids, connection.ID())
	}
	return map[string]any{"connection_ids": ids}, nil
}

func send(ctx context.Context, connection *odind.Connection, o order) error {
	message, err := o.Args.Payload.message()
	if err != nil {
		return err
	}
	if o.Op == "user_data" {
		return connection.SetUserData(ctx, message)
	}
	return connection.Send(ctx, message, o.Args.PeerIDs...)
}

func watching(a *arguments) *odindv1.WatchEventsRequest {
	request := &odindv1.WatchEventsRequest{ConnectionIds: a.Connections, Kinds: a.Kinds}
	if a.After != "" {
		after, err := strconv.ParseUint(a.After, 10, 64)
		if err != nil {
			panic(err)
		}
		request.AfterSequence = &after
	}
	return request
}

func (d *driver) tellAll(id int, items iter.Seq2[odind.Watched, error]) error {
	for item, err := range items {
		if err != nil {
			return err
		}
		name, message := "snapshot", proto.Message(item.Snapshot)
		if item.Event != nil {
			name, message = "event", item.Event
		}
		value, err := asJSON(message, nil)
		if err != nil {
			return err
		}
		d.tell(id, "item", map[string]any{name: value})
	}
	return nil
}

func (d *driver) audio(ctx context.Context, daemon *odind.Daemon, o order) error {
	given := map[string]any{"connection_id": o.Args.ConnectionID}
	if o.Args.Send != nil {
		given["send"] = o.Args.Send
	}
	if o.Args.Receive != nil {
		given["receive"] = o.Args.Receive
	}
	if o.Args.Mode != "" {
		given["receive_mode"] = o.Args.Mode
	}
	text, err := json.Marshal(given)
	if err != nil {
		return err
	}
	config := &odindv1.StreamAudioConfig{}
	if err := protojson.Unmarshal(text, config); err != nil {
		return err
	}
	opened, err := daemon.Audio(ctx, config)
	if err != nil {
		return err
	}
	defer opened.Close()
	closed, closing := context.WithCancel(ctx)
	d.mu.Lock()
	d.streams[o.ID] = &stream{Stream: opened, closed: closing}
	d.mu.Unlock()
	started, err := asJSON(opened.Started, nil)
	if err != nil {
		return err
	}
	d.tell(o.ID, "item", map[string]any{"started": started})
	<-closed.Done()
	return ctx.Err()
}

func (s *stream) control(ctx context.Context, a *arguments) (any, error) {
	switch a.Do {
	case "write":
		return nil, s.write(a)
	case "write_opus":
		return nil, s.WriteOpus(a.Packets...)
	case "mark":
		mark, err := s.Mark(a.Name)
		if err != nil {
			return nil, err
		}
		return asJSON(mark.Wait(ctx))
	case "flush":
		return asJSON(s.Flush(ctx))
	case "status":
		return asJSON(s.Status(ctx))
	case "drain":
		return asJSON(s.Drain(ctx))
	case "pause":
		return nil, s.Pause()
	case "resume":
		return nil, s.Resume()
	case "read":
		return s.read(ctx, a.Frames)
	case "close":
		s.closed()
		return nil, nil
	}
	return nil, errUnsupported
}

func (s *stream) write(a *arguments) error {
	if a.Base64 != nil {
		_, err := s.Write(a.Base64)
		return err
	}
	sound := make([]byte, 0, 2*a.Samples)
	for n := a.Start; n < a.Start+a.Samples; n++ {
		sample := uint16(int16(n*37%20_001 - 10_000))
		sound = append(sound, byte(sample), byte(sample>>8))
	}
	for len(sound) > 0 {
		end := min(len(sound), 2*a.Chunk)
		if _, err := s.Write(sound[:end]); err != nil {
			return err
		}
		sound = sound[end:]
	}
	return nil
}

func (s *stream) read(ctx context.Context, frames int) (any, error) {
	ended := false
	for len(s.left) < frames && !ended {
		heard, err := s.Receive(ctx)
		if ended = errors.Is(err, io.EOF); err != nil && !ended {
			return nil, err
		}
		for n, frame := range heard.GetFrames() {
			s.left = append(s.left, frameAsJSON(frame, n, heard.GetDropped()))
		}
	}
	count := min(frames, len(s.left))
	read := append([]any{}, s.left[:count]...)
	s.left = s.left[count:]
	return map[string]any{"frames": read, "ended": ended}, nil
}

func frameAsJSON(frame *odindv1.AudioFrame, number int, dropped uint32) any {
	if number > 0 {
		dropped = 0
	}
	opus := frame.GetOpus()
	if opus == nil {
		opus = []byte{}
	}
	return map[string]any{
		"peer_id": frame.GetPeerId(), "user_id": frame.GetUserId(),
		"sequence": strconv.FormatUint(frame.GetSequence(), 10),
		"sha256":   fmt.Sprintf("%x", sha256.Sum256(frame.GetPcm())),
		"opus":     opus, "gap": frame.GetGap().String(), "dropped": dropped,
	}
}

// raw calls any unary method by its name, as in RoomService/GetConnection.
func raw(ctx context.Context, daemon *odind.Daemon, a *arguments) (any, error) {
	service, name, _ := strings.Cut(a.Method, "/")
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName("odind.v1." + service))
	if err != nil {
		return nil, err
	}
	method := found.(protoreflect.ServiceDescriptor).Methods().ByName(protoreflect.Name(name))
	request, answer := dynamicpb.NewMessage(method.Input()), dynamicpb.NewMessage(method.Output())
	if err := protojson.Unmarshal([]byte(a.JSON), request); err != nil {
		return nil, err
	}
	return asJSON(answer, daemon.Conn().Invoke(ctx, "/odind.v1."+a.Method, request, answer))
}
