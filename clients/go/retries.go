package odind

import (
	"context"
	"errors"
	"time"

	"google.golang.org/grpc/codes"
)

// pauses are growing waits between attempts.
type pauses struct{ next time.Duration }

// wait waits for the next pause, or for what was asked if that is longer. It returns the context's error.
func (p *pauses) wait(ctx context.Context, asked time.Duration) error {
	pause := max(p.next, firstPause)
	p.next = min(2*pause, longestPause)
	select {
	case <-time.After(max(pause, asked)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sentAgain returns what send returns, after up to so many retries while its errors may pass.
func sentAgain(ctx context.Context, send func() error, retries int) error {
	var between pauses
	for {
		err := send()
		asked, passing := mayPass(err)
		if !passing || retries == 0 || between.wait(ctx, asked) != nil {
			return err
		}
		retries--
	}
}

// mayPass says whether a call may succeed later, and when the daemon asks to try again.
func mayPass(err error) (time.Duration, bool) {
	var e *Error
	if !errors.As(err, &e) {
		return 0, false
	}
	asked, told := e.RetryAfter()
	return asked, (told || e.Code == codes.Unavailable) && asked <= longestWait
}
