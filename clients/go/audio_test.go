package odind

import (
	"context"
	"errors"
	"io"
	"testing"

	"odind.example/go/odindv1"
)

// script is a wire whose other end is the test.
type script struct {
	requests  chan *odindv1.StreamAudioRequest
	responses chan *odindv1.StreamAudioResponse
	closed    context.Context
	end       context.CancelFunc
}

func (w *script) send(request *odindv1.StreamAudioRequest) error {
	w.requests <- request
	return nil
}

func (w *script) receive() (*odindv1.StreamAudioResponse, error) {
	select {
	case response, open := <-w.responses:
		if !open {
			return nil, io.EOF
		}
		return response, nil
	case <-w.closed.Done():
		return nil, w.closed.Err()
	}
}

func (w *script) close() { w.end() }

func opened(t *testing.T, accepted uint64) (*Stream, *script) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w := &script{make(chan *odindv1.StreamAudioRequest, 100), make(chan *odindv1.StreamAudioResponse, 1_000), ctx, cancel}
	w.responses <- &odindv1.StreamAudioResponse{Kind: &odindv1.StreamAudioResponse_Started{
		Started: &odindv1.StreamAudioStarted{AcceptedUntil: accepted},
	}}
	stream, err := begin(t.Context(), w, &odindv1.StreamAudioConfig{Send: &odindv1.AudioFormat{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stream.Close() })
	<-w.requests
	return stream, w
}

func TestAWriterWaitsForCreditAndGoesOnAsFarAsItReaches(t *testing.T) {
	stream, w := opened(t, 3)
	written := make(chan error, 1)
	go func() { _, err := stream.Write(make([]byte, 10)); written <- err }()
	if first := <-w.requests; len(first.GetChunk().GetPcm()) != 6 {
		t.Errorf("%d bytes on a credit of three samples", len(first.GetChunk().GetPcm()))
	}
	w.responses <- &odindv1.StreamAudioResponse{Kind: &odindv1.StreamAudioResponse_Flow{
		Flow: &odindv1.FlowControl{AcceptedUntil: 5},
	}}
	if rest := <-w.requests; len(rest.GetChunk().GetPcm()) != 4 {
		t.Errorf("%d bytes on two samples more", len(rest.GetChunk().GetPcm()))
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
}

func TestAWriterWithoutCreditIsToldOfTheEnd(t *testing.T) {
	stream, w := opened(t, 0)
	written := make(chan error, 1)
	go func() { _, err := stream.Write(make([]byte, 10)); written <- err }()
	w.responses <- &odindv1.StreamAudioResponse{Kind: &odindv1.StreamAudioResponse_LaneEnded{
		LaneEnded: &odindv1.LaneEnded{Code: "UNAVAILABLE", Reason: "WORKER_LOST"},
	}}
	if err := <-written; Reason(err) != "WORKER_LOST" {
		t.Error(err)
	}
}

func TestAMarkCanBeWaitedForAgainWhenAWaitWasGivenUp(t *testing.T) {
	stream, w := opened(t, 100)
	mark, err := stream.Mark("here")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := mark.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	w.responses <- &odindv1.StreamAudioResponse{Kind: &odindv1.StreamAudioResponse_MarkReached{
		MarkReached: &odindv1.MarkReached{Name: "here", Position: 7},
	}}
	for range 2 {
		if reached, err := mark.Wait(t.Context()); err != nil || reached.GetPosition() != 7 {
			t.Error(reached, err)
		}
	}
}

func TestAReaderReadsAcrossFramesUntilTheConnectionIsLeft(t *testing.T) {
	stream, w := opened(t, 0)
	for _, pcm := range []string{"ab", "cdef"} {
		frames := []*odindv1.AudioFrame{{Pcm: []byte(pcm)}}
		w.responses <- &odindv1.StreamAudioResponse{Kind: &odindv1.StreamAudioResponse_Frames{
			Frames: &odindv1.AudioFrames{Frames: frames},
		}}
	}
	w.responses <- &odindv1.StreamAudioResponse{Kind: &odindv1.StreamAudioResponse_LaneEnded{
		LaneEnded: &odindv1.LaneEnded{Code: "FAILED_PRECONDITION", Reason: "CONNECTION_LEFT"},
	}}
	if heard, err := io.ReadAll(stream); err != nil || string(heard) != "abcdef" {
		t.Errorf("%q, %v", heard, err)
	}
}

func TestTheOldestOfWhatNobodyReceivesIsDroppedAndCounted(t *testing.T) {
	stream, w := opened(t, 0)
	for n := range uint64(unreadMessages + 10) {
		frames := []*odindv1.AudioFrame{{Sequence: n + 1}}
		w.responses <- &odindv1.StreamAudioResponse{Kind: &odindv1.StreamAudioResponse_Frames{
			Frames: &odindv1.AudioFrames{Frames: frames},
		}}
	}
	close(w.responses)
	<-stream.done
	heard, err := stream.Receive(t.Context())
	if err != nil || heard.GetDropped() != 10 || heard.GetFrames()[0].GetSequence() != 11 {
		t.Error(heard, err)
	}
}
