package odind

import (
	"context"
	"io"
	"iter"
	"math"
	"sync"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	"odind.example/go/odindv1"
)

const (
	maxChunkBytes   = 512 << 10
	maxChunkPackets = 400
	packetSamples   = 960
	unreadMessages  = 500
)

// Stream is what is said and heard on one connection. One goroutine reads what the daemon says, until the stream
// ends; Close, or the end of its context, ends it at once, spoken or not.
//
// Write and Read make it an io.Writer and an io.Reader of samples, little-endian, channels interleaved. Everything
// returns the error that ended the stream.
type Stream struct {
	// Started has the formats, defaults filled in.
	Started *odindv1.StreamAudioStarted

	wire    wire
	size    int        // bytes of a sample of every channel
	sending sync.Mutex // held while something is sent, so that answers come in the order of their questions
	done    chan struct{}

	mu       sync.Mutex
	news     chan struct{} // closed, and made anew, when anything below changes
	accepted uint64        // samples, as the daemon counts them
	sent     uint64
	frames   []*odindv1.AudioFrames
	asked    map[question][]chan<- answer
	unread   []byte // samples of a frame of which Read has returned the beginning
	err      error
	quiet    bool // the connection was left, or the call ended as it should
}

// question tells apart what is waited for: answers of a kind and name come in the order of their questions.
type question struct{ kind, name string }

type answer struct {
	message proto.Message
	err     error
}

// Speak begins to speak on the connection; a nil format is 48 kHz, mono, 16 bit.
func (c *Connection) Speak(ctx context.Context, format *odindv1.AudioFormat) (*Stream, error) {
	return c.Audio(ctx, &odindv1.StreamAudioConfig{Send: orDefault(format)})
}

// Listen begins to listen to the mix of all peers; a nil format is 48 kHz, mono, 16 bit.
func (c *Connection) Listen(ctx context.Context, format *odindv1.AudioFormat) (*Stream, error) {
	return c.Audio(ctx, &odindv1.StreamAudioConfig{Receive: orDefault(format)})
}

// Audio speaks, listens, or both, with everything that a config can say.
func (c *Connection) Audio(ctx context.Context, config *odindv1.StreamAudioConfig) (*Stream, error) {
	config = proto.CloneOf(config)
	config.ConnectionId = c.ID()
	return c.daemon.Audio(ctx, config)
}

// Audio opens a stream on the connection that the config names.
func (d *Daemon) Audio(ctx context.Context, config *odindv1.StreamAudioConfig) (*Stream, error) {
	wire, err := d.newWire(ctx)
	if err != nil {
		return nil, err
	}
	return begin(ctx, wire, config)
}

// begin attaches the connection, and waits until its audio has started.
func begin(ctx context.Context, wire wire, config *odindv1.StreamAudioConfig) (*Stream, error) {
	s := &Stream{wire: wire, size: bytesOf(config.GetSend()), done: make(chan struct{}),
		news: make(chan struct{}), asked: map[question][]chan<- answer{}}
	go s.listen()
	started, err := ask[*odindv1.StreamAudioStarted](s, &odindv1.StreamAudioRequest{
		Kind: &odindv1.StreamAudioRequest_Config{Config: config},
	}, question{kind: "started"})
	if err == nil {
		s.Started, err = started.Wait(ctx)
	}
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// Write speaks samples after those written before; it waits while there is no credit. Half a sample is refused by
// the daemon.
func (s *Stream) Write(pcm []byte) (int, error) {
	for left := pcm; len(left) > 0; {
		wanted := min(len(left), maxChunkBytes) / s.size
		got, err := s.spend(wanted, 1)
		if err != nil {
			return len(pcm) - len(left), err
		}
		end := got * s.size
		if wanted == 0 {
			end = len(left)
		}
		if err := s.chunk(&odindv1.AudioChunk{Pcm: left[:end]}); err != nil {
			return len(pcm) - len(left), err
		}
		left = left[end:]
	}
	return len(pcm), nil
}

// WriteOpus speaks Opus packets of 20 ms; an empty one is silence. It waits while there is no credit.
func (s *Stream) WriteOpus(packets ...[]byte) error {
	for left := packets; len(left) > 0; {
		got, err := s.spend(min(len(left), maxChunkPackets), packetSamples)
		if err != nil {
			return err
		}
		if err := s.chunk(&odindv1.AudioChunk{Opus: left[:got]}); err != nil {
			return err
		}
		left = left[got:]
	}
	return nil
}

// Mark sets a mark behind what was written so far; waiting for it waits until that was spoken or dropped.
func (s *Stream) Mark(name string) (*Pending[*odindv1.MarkReached], error) {
	return ask[*odindv1.MarkReached](s, &odindv1.StreamAudioRequest{
		Kind: &odindv1.StreamAudioRequest_Mark{Mark: &odindv1.Mark{Name: name}},
	}, question{"mark_reached", name})
}

// Flush drops what waits to be spoken, and returns how much that was.
func (s *Stream) Flush(ctx context.Context) (*odindv1.Flushed, error) {
	return askAndWait[*odindv1.Flushed](ctx, s, "flushed", &odindv1.StreamAudioRequest{
		Kind: &odindv1.StreamAudioRequest_Flush{Flush: &odindv1.Flush{}},
	})
}

// Status returns what waits to be spoken.
func (s *Stream) Status(ctx context.Context) (*odindv1.QueueStatus, error) {
	return askAndWait[*odindv1.QueueStatus](ctx, s, "queue_status", &odindv1.StreamAudioRequest{
		Kind: &odindv1.StreamAudioRequest_GetQueueStatus{GetQueueStatus: &odindv1.GetQueueStatus{}},
	})
}

// Drain waits until everything was spoken. Nothing can be written afterwards.
func (s *Stream) Drain(ctx context.Context) (*odindv1.SendDrained, error) {
	return askAndWait[*odindv1.SendDrained](ctx, s, "drained", &odindv1.StreamAudioRequest{
		Kind: &odindv1.StreamAudioRequest_Finish{Finish: &odindv1.Finish{}},
	})
}

// Pause holds what waits to be spoken.
func (s *Stream) Pause() error {
	return s.say(&odindv1.StreamAudioRequest{Kind: &odindv1.StreamAudioRequest_Pause{Pause: &odindv1.Pause{}}})
}

// Resume goes on after a pause.
func (s *Stream) Resume() error {
	return s.say(&odindv1.StreamAudioRequest{Kind: &odindv1.StreamAudioRequest_Resume{Resume: &odindv1.Resume{}}})
}

// Receive returns what was heard in one tick, and io.EOF once the connection was left. Who does not receive loses
// the oldest, and is told by dropped how much.
func (s *Stream) Receive(ctx context.Context) (*odindv1.AudioFrames, error) {
	for {
		s.mu.Lock()
		if len(s.frames) > 0 {
			frames := s.frames[0]
			s.frames = s.frames[1:]
			s.mu.Unlock()
			return frames, nil
		}
		err, news := s.err, s.news
		if s.quiet {
			err = io.EOF
		}
		s.mu.Unlock()
		if err != nil {
			return nil, err
		}
		select {
		case <-news:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Frames yields what is heard, frame by frame, until the connection was left. An error is the last item.
func (s *Stream) Frames(ctx context.Context) iter.Seq2[*odindv1.AudioFrame, error] {
	return func(yield func(*odindv1.AudioFrame, error) bool) {
		for {
			heard, err := s.Receive(ctx)
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, frame := range heard.GetFrames() {
				if !yield(frame, nil) {
					return
				}
			}
		}
	}
}

// Read returns samples of what is heard, for a stream that listens to the mix. Not for several goroutines at once.
func (s *Stream) Read(pcm []byte) (int, error) {
	for len(s.unread) == 0 {
		heard, err := s.Receive(context.Background())
		if err != nil {
			return 0, err
		}
		for _, frame := range heard.GetFrames() {
			s.unread = append(s.unread, frame.GetPcm()...)
		}
	}
	n := copy(pcm, s.unread)
	s.unread = s.unread[n:]
	return n, nil
}

// Close ends the stream at once, spoken or not: Drain before.
func (s *Stream) Close() error {
	s.wire.close()
	<-s.done
	return nil
}

func (s *Stream) chunk(chunk *odindv1.AudioChunk) error {
	return s.say(&odindv1.StreamAudioRequest{Kind: &odindv1.StreamAudioRequest_Chunk{Chunk: chunk}})
}

// say sends a request.
func (s *Stream) say(request *odindv1.StreamAudioRequest) error {
	s.sending.Lock()
	defer s.sending.Unlock()
	if err := s.ended(); err != nil {
		return err
	}
	return s.wire.send(request)
}

func (s *Stream) ended() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// spend waits for credit, spends it on up to so many wanted units, each of so many samples, and returns on how many.
func (s *Stream) spend(wanted int, samples uint64) (int, error) {
	for {
		s.mu.Lock()
		units := int(min((s.accepted-s.sent)/samples, uint64(wanted)))
		if s.err == nil && units >= min(wanted, 1) {
			s.sent += uint64(units) * samples
			s.mu.Unlock()
			return units, nil
		}
		err, news := s.err, s.news
		s.mu.Unlock()
		if err != nil {
			return 0, err
		}
		<-news
	}
}

// listen takes what the daemon says until the call ends.
func (s *Stream) listen() {
	defer close(s.done)
	defer s.wire.close()
	for {
		response, err := s.wire.receive()
		if err != nil {
			s.end(err)
			return
		}
		s.take(response)
	}
}

func (s *Stream) take(response *odindv1.StreamAudioResponse) {
	switch kind := response.GetKind().(type) {
	case *odindv1.StreamAudioResponse_Started:
		s.grant(kind.Started.GetAcceptedUntil())
		s.answer(question{kind: "started"}, kind.Started)
	case *odindv1.StreamAudioResponse_Flow:
		s.grant(kind.Flow.GetAcceptedUntil())
	case *odindv1.StreamAudioResponse_Frames:
		s.hear(kind.Frames)
	case *odindv1.StreamAudioResponse_MarkReached:
		s.answer(question{"mark_reached", kind.MarkReached.GetName()}, kind.MarkReached)
	case *odindv1.StreamAudioResponse_Flushed:
		s.answer(question{kind: "flushed"}, kind.Flushed)
	case *odindv1.StreamAudioResponse_QueueStatus:
		s.answer(question{kind: "queue_status"}, kind.QueueStatus)
	case *odindv1.StreamAudioResponse_Drained:
		s.grant(math.MaxUint64) // what is written now is the daemon's to refuse
		s.answer(question{kind: "drained"}, kind.Drained)
	case *odindv1.StreamAudioResponse_LaneEnded:
		s.end(endedBy(kind.LaneEnded))
	}
}

// changed tells everybody who waits. The caller holds mu.
func (s *Stream) changed() {
	close(s.news)
	s.news = make(chan struct{})
}

func (s *Stream) grant(until uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accepted = until
	s.changed()
}

// hear keeps frames until they are received; beyond a limit the oldest are dropped, and counted.
func (s *Stream) hear(frames *odindv1.AudioFrames) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frames = append(s.frames, frames)
	if len(s.frames) > unreadMessages {
		s.frames[1].Dropped += s.frames[0].Dropped + 1
		s.frames = s.frames[1:]
	}
	s.changed()
}

func (s *Stream) answer(to question, message proto.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if waiting := s.asked[to]; len(waiting) > 0 {
		waiting[0] <- answer{message: message}
		s.asked[to] = waiting[1:]
	}
}

// end tells everybody why the stream has ended; the first reason counts.
func (s *Stream) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return
	}
	s.quiet = err == io.EOF || Reason(err) == "CONNECTION_LEFT"
	if err == io.EOF {
		err = refuse(codes.Unavailable, "STREAM_ENDED", "the audio stream has ended")
	}
	s.err = err
	for _, waiting := range s.asked {
		for _, one := range waiting {
			one <- answer{err: err}
		}
	}
	s.asked = nil
	s.changed()
}

// Pending is an answer to come. It can be waited for again, also after a wait that was given up.
type Pending[T proto.Message] struct {
	come chan answer
}

// Wait waits for the answer.
func (p *Pending[T]) Wait(ctx context.Context) (T, error) {
	var none T
	select {
	case come := <-p.come:
		p.come <- come // for the next one who waits
		if come.err != nil {
			return none, come.err
		}
		message, _ := come.message.(T)
		return message, nil
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// ask sends a request, and returns the answer to come.
func ask[T proto.Message](s *Stream, request *odindv1.StreamAudioRequest, of question) (*Pending[T], error) {
	s.sending.Lock()
	defer s.sending.Unlock()
	pending := &Pending[T]{make(chan answer, 1)}
	s.mu.Lock()
	if s.err != nil {
		defer s.mu.Unlock()
		return nil, s.err
	}
	s.asked[of] = append(s.asked[of], pending.come)
	s.mu.Unlock()
	return pending, s.wire.send(request)
}

func askAndWait[T proto.Message](ctx context.Context, s *Stream, kind string, request *odindv1.StreamAudioRequest) (T, error) {
	pending, err := ask[T](s, request, question{kind: kind})
	if err != nil {
		var none T
		return none, err
	}
	return pending.Wait(ctx)
}

func orDefault(format *odindv1.AudioFormat) *odindv1.AudioFormat {
	if format == nil {
		return &odindv1.AudioFormat{}
	}
	return format
}

// bytesOf returns how many bytes a sample of every channel has.
func bytesOf(format *odindv1.AudioFormat) int {
	size := 2
	if format.GetSampleFormat() == odindv1.SampleFormat_SAMPLE_FORMAT_F32LE {
		size = 4
	}
	return size * max(int(format.GetChannels()), 1)
}
