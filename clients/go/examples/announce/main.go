// Announce says a WAV file of 16 bit into a room: go run ./examples/announce ROOM FILE
package main

import (
	"context"
	"encoding/binary"
	"io"
	"log"
	"os"
	"time"

	odind "odind.example/go"
	"odind.example/go/odindv1"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: announce ROOM FILE")
	}
	if err := announce(context.Background(), os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func announce(ctx context.Context, room, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	header := make([]byte, 44) // of the usual kind, without further chunks
	if _, err := io.ReadFull(file, header); err != nil {
		return err
	}
	format := &odindv1.AudioFormat{
		Channels:     uint32(binary.LittleEndian.Uint16(header[22:])),
		SampleRateHz: binary.LittleEndian.Uint32(header[24:]),
	}
	daemon, err := odind.Connect()
	if err != nil {
		return err
	}
	defer daemon.Close()
	connection, err := daemon.Join(ctx, room, odind.AsUser("announcer"), odind.WithLinger(5*time.Second))
	if err != nil {
		return err
	}
	defer connection.Leave(context.WithoutCancel(ctx))
	speaker, err := connection.Speak(ctx, format)
	if err != nil {
		return err
	}
	defer speaker.Close()
	if _, err := io.Copy(speaker, file); err != nil {
		return err
	}
	_, err = speaker.Drain(ctx)
	return err
}
