// Echo says back what it hears: go run ./examples/echo [ROOM]
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	odind "odind.example/go"
	"odind.example/go/odindv1"
)

func main() {
	room := "lobby"
	if len(os.Args) > 1 {
		room = os.Args[1]
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := echo(ctx, room); err != nil && ctx.Err() == nil {
		log.Fatal(err)
	}
}

func echo(ctx context.Context, room string) error {
	daemon, err := odind.Connect()
	if err != nil {
		return err
	}
	defer daemon.Close()
	connection, err := daemon.Join(ctx, room, odind.AsUser("echo"), odind.WithLinger(5*time.Second))
	if err != nil {
		return err
	}
	defer connection.Leave(context.WithoutCancel(ctx))
	stream, err := connection.Audio(ctx, &odindv1.StreamAudioConfig{
		Send: &odindv1.AudioFormat{}, Receive: &odindv1.AudioFormat{},
	})
	if err != nil {
		return err
	}
	defer stream.Close()
	fmt.Println("echo is in", connection.View.GetRoomId())
	_, err = io.Copy(stream, stream)
	return err
}
