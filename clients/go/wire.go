package odind

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"path/filepath"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	"odind.example/go/odindv1"
)

// wire carries one audio call. send is not for several goroutines at once; receive returns io.EOF when the call
// ended as it should; close may be called at any time, and ends both.
type wire interface {
	send(*odindv1.StreamAudioRequest) error
	receive() (*odindv1.StreamAudioResponse, error)
	close()
}

// newWire returns the daemon's audio socket where there is one, else a call of gRPC.
func (d *Daemon) newWire(ctx context.Context) (wire, error) {
	if path := socketOf(d.options.target); path != "" {
		if door, err := d.enterDoor(ctx, audioSocketBeside(filepath.Clean(path))); err == nil {
			return door, nil
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	call, err := d.audio.StreamAudio(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	return &rpcWire{call, cancel}, nil
}

type rpcWire struct {
	call   grpc.BidiStreamingClient[odindv1.StreamAudioRequest, odindv1.StreamAudioResponse]
	cancel context.CancelFunc
}

// send leaves it to receive to tell why a call has ended.
func (w *rpcWire) send(request *odindv1.StreamAudioRequest) error {
	if err := w.call.Send(request); err != io.EOF {
		return err
	}
	return nil
}

func (w *rpcWire) receive() (*odindv1.StreamAudioResponse, error) { return w.call.Recv() }

func (w *rpcWire) close() { w.cancel() }

// doorWire is an audio socket: messages behind their lengths, as AUDIO-SOCKET.md describes.
type doorWire struct {
	conn   net.Conn
	target string
	stop   func() bool
}

func (d *Daemon) enterDoor(ctx context.Context, path string) (*doorWire, error) {
	conn, err := dial(ctx, "unix:"+path)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	door := &doorWire{conn, "unix:" + path, stop}
	if err := door.sendMessage(&odindv1.AudioSocketHello{Bearer: d.options.apiKey}); err != nil {
		door.close()
		return nil, err
	}
	return door, nil
}

func (w *doorWire) send(request *odindv1.StreamAudioRequest) error {
	_ = w.sendMessage(request) // why it cannot be sent, receive tells
	return nil
}

func (w *doorWire) sendMessage(message proto.Message) error {
	framed, err := proto.MarshalOptions{}.MarshalAppend(make([]byte, 4), message)
	if err != nil {
		return err
	}
	binary.BigEndian.PutUint32(framed, uint32(len(framed)-4))
	_, err = w.conn.Write(framed)
	return err
}

func (w *doorWire) receive() (*odindv1.StreamAudioResponse, error) {
	var length [4]byte
	if _, err := io.ReadFull(w.conn, length[:]); err != nil {
		return nil, unreachable(w.target, "the connection was closed")
	}
	size := binary.BigEndian.Uint32(length[:])
	if size > messageLimit {
		return nil, refuse(codes.ResourceExhausted, "ANSWER_TOO_LONG", "the daemon's message is too long")
	}
	message := make([]byte, size)
	if _, err := io.ReadFull(w.conn, message); err != nil {
		return nil, unreachable(w.target, "the connection was closed")
	}
	response := &odindv1.StreamAudioResponse{}
	if err := proto.Unmarshal(message, response); err != nil {
		return nil, err
	}
	if ended := response.GetCallEnded(); ended != nil {
		if ended.GetCode() == "" {
			return nil, io.EOF
		}
		return nil, endedBy(ended)
	}
	return response, nil
}

func (w *doorWire) close() {
	w.stop()
	_ = w.conn.Close()
}
