package odind

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	"odind.example/go/odindv1"
)

// JoinOption says how to join.
type JoinOption func(*odindv1.JoinRoomRequest)

// AsUser joins as a user, with a token that the daemon makes.
func AsUser(id string) JoinOption {
	return func(r *odindv1.JoinRoomRequest) { r.Identity = &odindv1.JoinRoomRequest_UserId{UserId: id} }
}

// WithToken joins with a ready token, which says who joins.
func WithToken(token string) JoinOption {
	return func(r *odindv1.JoinRoomRequest) { r.Identity = &odindv1.JoinRoomRequest_Token{Token: token} }
}

// WithUserData is what other peers know of the connection.
func WithUserData(data *odindv1.Payload) JoinOption {
	return func(r *odindv1.JoinRoomRequest) { r.UserData = data }
}

// WithLinger is how long the connection outlives the last call that holds it, as an audio stream or a watch does.
// Without it, the connection stays until somebody leaves.
func WithLinger(linger time.Duration) JoinOption {
	return func(r *odindv1.JoinRoomRequest) { r.Linger = durationpb.New(linger) }
}

// With changes the request in any other way.
func With(change func(*odindv1.JoinRoomRequest)) JoinOption { return change }

// Data is a payload of bytes.
func Data(data []byte) *odindv1.Payload {
	return &odindv1.Payload{Kind: &odindv1.Payload_Data{Data: data}}
}

// JSON is a payload that is a JSON value.
func JSON(value any) (*odindv1.Payload, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return &odindv1.Payload{Kind: &odindv1.Payload_Json{Json: string(text)}}, nil
}

// Connection is a connection of the daemon to a room, as the daemon last described it.
type Connection struct {
	View   *odindv1.Connection
	daemon *Daemon
}

// ID names the connection in all calls.
func (c *Connection) ID() string { return c.View.GetConnectionId() }

// Join enters a room.
func (d *Daemon) Join(ctx context.Context, room string, opts ...JoinOption) (*Connection, error) {
	request := &odindv1.JoinRoomRequest{RoomId: room}
	for _, option := range opts {
		option(request)
	}
	answer, err := d.rooms.JoinRoom(ctx, request)
	if err != nil {
		return nil, err
	}
	return &Connection{answer.GetConnection(), d}, nil
}

// Connection returns a connection by its id.
func (d *Daemon) Connection(ctx context.Context, id string) (*Connection, error) {
	answer, err := d.rooms.GetConnection(ctx, &odindv1.GetConnectionRequest{ConnectionId: id})
	if err != nil {
		return nil, err
	}
	return &Connection{answer.GetConnection(), d}, nil
}

// Attached returns a connection by its id, unseen: only the id of its view is set.
func (d *Daemon) Attached(id string) *Connection {
	return &Connection{&odindv1.Connection{ConnectionId: id}, d}
}

// Connections yields every connection, oldest first, page after page; 0 is the daemon's size of a page.
func (d *Daemon) Connections(ctx context.Context, pageSize uint32) iter.Seq2[*Connection, error] {
	return func(yield func(*Connection, error) bool) {
		request := &odindv1.ListConnectionsRequest{PageSize: pageSize}
		for {
			page, err := d.rooms.ListConnections(ctx, request)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, view := range page.GetConnections() {
				if !yield(&Connection{view, d}, nil) {
					return
				}
			}
			if page.GetNextPageToken() == "" {
				return
			}
			request.PageToken = page.GetNextPageToken()
		}
	}
}

// Leave ends the connection. In a deferred call, use context.WithoutCancel.
func (c *Connection) Leave(ctx context.Context) error {
	_, err := c.daemon.rooms.LeaveRoom(ctx, &odindv1.LeaveRoomRequest{ConnectionId: c.ID()})
	return err
}

// SetUserData replaces what other peers know of the connection.
func (c *Connection) SetUserData(ctx context.Context, data *odindv1.Payload) error {
	request := &odindv1.UpdateUserDataRequest{ConnectionId: c.ID(), UserData: data}
	_, err := c.daemon.rooms.UpdateUserData(ctx, request)
	return err
}

// Send sends a message to all other peers of the room, or to those named.
func (c *Connection) Send(ctx context.Context, message *odindv1.Payload, peers ...uint32) error {
	request := &odindv1.SendMessageRequest{ConnectionId: c.ID(), Message: message, PeerIds: peers}
	_, err := c.daemon.rooms.SendMessage(ctx, request)
	return err
}
