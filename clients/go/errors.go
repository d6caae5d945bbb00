package odind

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"odind.example/go/odindv1"
)

const errorDomain = "odind"

// Error is what a call of the daemon failed with. Its code says what to do next: fix the call, use another
// token, look again, change state first, back off, or retry later. Its reason is UPPER_SNAKE, and stable; the
// document REASONS.md has all of them. Metadata are the variables of the message.
//
// Calls that were cancelled, or took too long, wrap context.Canceled and context.DeadlineExceeded.
type Error struct {
	Code     codes.Code
	Reason   string
	Message  string
	Metadata map[string]string
}

func (e *Error) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("%s: %s", e.Code, e.Message)
	}
	return fmt.Sprintf("%s (%s)", e.Message, e.Reason)
}

// GRPCStatus lets status.Code and status.FromError understand the error.
func (e *Error) GRPCStatus() *status.Status { return status.New(e.Code, e.Message) }

// Unwrap returns the error of the context whose end ended the call.
func (e *Error) Unwrap() error {
	switch e.Code {
	case codes.Canceled:
		return context.Canceled
	case codes.DeadlineExceeded:
		return context.DeadlineExceeded
	}
	return nil
}

// RetryAfter returns how long the daemon asks to wait, and whether it does.
func (e *Error) RetryAfter() (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(e.Metadata["retry_after_s"], 64)
	return time.Duration(seconds * float64(time.Second)), err == nil
}

// Reason returns the reason of an error of the daemon's, or "".
func Reason(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

// refuse makes an error of our own; names and values of its variables follow the message.
func refuse(code codes.Code, reason, message string, variables ...string) *Error {
	metadata := map[string]string{}
	for n := 0; n+1 < len(variables); n += 2 {
		metadata[variables[n]] = variables[n+1]
		message = strings.ReplaceAll(message, "{"+variables[n]+"}", variables[n+1])
	}
	return &Error{code, reason, message, metadata}
}

func unreachable(target, detail string) *Error {
	return refuse(codes.Unavailable, "DAEMON_UNREACHABLE",
		"no daemon answers at {target}: start one with `odind serve`, or name another target ({detail})",
		"target", target, "detail", detail)
}

// translated returns the daemon's error that a failed call of gRPC carries. io.EOF and nil stay what they are.
func translated(err error, target string) error {
	var already *Error
	if err == nil || err == io.EOF || errors.As(err, &already) {
		return err
	}
	failed := status.Convert(err)
	for _, detail := range failed.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok && info.GetDomain() == errorDomain {
			return &Error{failed.Code(), info.GetReason(), failed.Message(), info.GetMetadata()}
		}
	}
	if failed.Code() == codes.Unavailable {
		return unreachable(target, failed.Message())
	}
	return &Error{Code: failed.Code(), Message: failed.Message()}
}

// endedBy returns the error that ended a lane or a call.
func endedBy(ended *odindv1.LaneEnded) *Error {
	return &Error{codeNamed(ended.GetCode()), ended.GetReason(), ended.GetDetail(), ended.GetMetadata()}
}

func codeNamed(name string) codes.Code {
	var code codes.Code
	if err := code.UnmarshalJSON([]byte(strconv.Quote(name))); err != nil {
		return codes.Unknown
	}
	return code
}
