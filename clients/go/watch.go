package odind

import (
	"context"
	"errors"
	"io"
	"iter"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	"odind.example/go/odindv1"
)

// Watched is one of two: a snapshot, which replaces everything known before, or an event. An event whose kind is
// nil is of a kind that this client does not know.
type Watched struct {
	Snapshot *odindv1.Snapshot
	Event    *odindv1.Event
}

func (w Watched) sequence() uint64 {
	return max(w.Snapshot.GetSequence(), w.Event.GetSequence())
}

// Watch yields a snapshot, and then what happens, to the connections that the request names, or to all. An error
// is the last item. The watch ends without one when the daemon ends it, as it does when it stops.
func (d *Daemon) Watch(ctx context.Context, request *odindv1.WatchEventsRequest) iter.Seq2[Watched, error] {
	return func(yield func(Watched, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		stream, err := d.rooms.WatchEvents(ctx, request)
		for err == nil {
			var item Watched
			if item, err = next(stream); err == nil && !yield(item, nil) {
				return
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(Watched{}, err)
		}
	}
}

// Follow watches over restarts of the daemon: it goes on after the last event that was seen, or with another
// snapshot where later events are kept no more. It ends with the context, and with errors that no waiting mends.
func (d *Daemon) Follow(ctx context.Context, request *odindv1.WatchEventsRequest) iter.Seq2[Watched, error] {
	return func(yield func(Watched, error) bool) {
		request := proto.CloneOf(request)
		for between := (pauses{}); ; {
			for item, err := range d.Watch(ctx, request) {
				if _, passing := mayPass(err); passing {
					break
				}
				if !yield(item, err) || err != nil {
					return
				}
				request.AfterSequence, request.SnapshotIfExpired = proto.Uint64(item.sequence()), true
				between = pauses{}
			}
			if err := between.wait(ctx, 0); err != nil {
				yield(Watched{}, &Error{Code: codes.Canceled, Message: err.Error()})
				return
			}
		}
	}
}

// Watch watches this connection alone, until it is left.
func (c *Connection) Watch(ctx context.Context) iter.Seq2[Watched, error] {
	return c.daemon.Watch(ctx, &odindv1.WatchEventsRequest{ConnectionIds: []string{c.ID()}})
}

// next returns what comes next; messages of a kind that we do not know are skipped.
func next(stream grpc.ServerStreamingClient[odindv1.WatchEventsResponse]) (Watched, error) {
	for {
		response, err := stream.Recv()
		if err != nil {
			return Watched{}, err
		}
		if event := response.GetEvent(); event != nil {
			return Watched{Event: event}, nil
		}
		if snapshot := response.GetSnapshot(); snapshot != nil {
			return Watched{Snapshot: snapshot}, whole(stream, snapshot)
		}
	}
}

// whole adds the other parts of a snapshot to its first.
func whole(stream grpc.ServerStreamingClient[odindv1.WatchEventsResponse], snapshot *odindv1.Snapshot) error {
	for snapshot.GetMore() {
		response, err := stream.Recv()
		if err != nil {
			return err
		}
		part := response.GetSnapshot()
		for _, connection := range part.GetConnections() {
			last := len(snapshot.Connections) - 1
			if last >= 0 && snapshot.Connections[last].GetConnectionId() == connection.GetConnectionId() {
				snapshot.Connections[last].Peers = append(snapshot.Connections[last].Peers, connection.GetPeers()...)
			} else {
				snapshot.Connections = append(snapshot.Connections, connection)
			}
		}
		snapshot.More = part.GetMore()
	}
	return nil
}
