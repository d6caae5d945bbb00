#!/usr/bin/env bash
# Greets everybody who enters a room, until Ctrl-C: examples/greeter.sh ROOM GREETING.wav [HOST:PORT]
# Calls go by curl, sound and events over WebSockets; needs curl, jq, and a python3 that has the package websockets.
set -euo pipefail
daemon=${3:-127.0.0.1:7711}
COOKIE=$(odindctl cookie)
export COOKIE

call() {
    curl -sS --fail-with-body --noproxy '*' -H "Authorization: Bearer $COOKIE" --json "$2" \
        "http://$daemon/odind.v1.RoomService/$1"
}
room=$(jq -n --arg room "$1" '{roomId: $room, userId: "greeter", linger: "5s"}')
connection=$(call JoinRoom "$room" | jq -r .connection.connectionId)
trap 'call LeaveRoom "{\"connectionId\": \"$connection\"}"' EXIT

python3 - "ws://$daemon/v1" "$connection" "$2" <<'END'
import json, os, signal, sys, wave
from websockets.sync.client import connect
signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word
url, connection_id, greeting = sys.argv[1:]
cookie = {"Authorization": f"Bearer {os.environ['COOKIE']}"}
with wave.open(greeting) as file:
    layout = {"sampleRateHz": file.getframerate(), "channels": file.getnchannels()}
    pcm = file.readframes(file.getnframes())

def greet():
    with connect(f"{url}/audio", additional_headers=cookie, proxy=None) as audio:
        audio.send(json.dumps({"connectionId": connection_id, "send": layout}))
        for start in range(0, len(pcm), 1 << 16):
            audio.send(pcm[start : start + (1 << 16)])
        audio.send('{"finish": {}}')
        for _ in audio:  # the daemon closes the socket when all is spoken
            pass

with connect(f"{url}/events?connection_id={connection_id}", additional_headers=cookie, proxy=None) as events:
    for message in events:
        if "peerJoined" in json.loads(message).get("event", {}):
            greet()
END
