package odind

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"odind.example/go/odindv1"
)

func TestTheReasonIsThatOfTheDaemonsDomain(t *testing.T) {
	failed, err := status.New(codes.NotFound, "no c-1").WithDetails(
		&errdetails.ErrorInfo{Reason: "OTHER", Domain: "example.com"},
		&errdetails.ErrorInfo{Reason: "CONNECTION_NOT_FOUND", Domain: "odind", Metadata: map[string]string{"id": "c-1"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	var told *Error
	if !errors.As(translated(failed.Err(), ""), &told) {
		t.Fatal("no *Error")
	}
	if told.Reason != "CONNECTION_NOT_FOUND" || told.Code != codes.NotFound || told.Metadata["id"] != "c-1" {
		t.Errorf("%+v", told)
	}
	if status.Code(told) != codes.NotFound {
		t.Errorf("status.Code says %v", status.Code(told))
	}
}

func TestTheEndOfAContextIsFoundInTheError(t *testing.T) {
	for code, wanted := range map[codes.Code]error{
		codes.Canceled: context.Canceled, codes.DeadlineExceeded: context.DeadlineExceeded,
	} {
		if err := translated(status.Error(code, ""), ""); !errors.Is(err, wanted) {
			t.Errorf("%v became %v", code, err)
		}
	}
}

func TestTheEndOfAStreamIsNoError(t *testing.T) {
	if err := translated(io.EOF, ""); err != io.EOF {
		t.Error(err)
	}
}

func TestWhoEndsALaneIsToldByItsCode(t *testing.T) {
	ended := endedBy(&odindv1.LaneEnded{Code: "ALREADY_EXISTS", Reason: "SENDER_EXISTS"})
	if ended.Code != codes.AlreadyExists || ended.Error() != " (SENDER_EXISTS)" {
		t.Errorf("%+v", ended)
	}
	if unknown := endedBy(&odindv1.LaneEnded{Code: "OF_TOMORROW"}); unknown.Code != codes.Unknown {
		t.Errorf("%+v", unknown)
	}
}

func TestOnlyWhatMayPassIsTriedAgain(t *testing.T) {
	for wanted, failed := range map[string]*Error{
		"0s yes":   {Code: codes.Unavailable},
		"2s yes":   {Code: codes.ResourceExhausted, Metadata: map[string]string{"retry_after_s": "2"}},
		"0s no":    {Code: codes.InvalidArgument},
		"10m0s no": {Code: codes.Unavailable, Metadata: map[string]string{"retry_after_s": "600"}},
	} {
		asked, passing := mayPass(failed)
		if found := asked.String() + map[bool]string{true: " yes", false: " no"}[passing]; found != wanted {
			t.Errorf("%+v: %s", failed, found)
		}
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	between := pauses{next: time.Hour}
	if err := between.wait(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
