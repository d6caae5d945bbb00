# A connection of the daemon to a voice room, as a node: https://odind is a daemon beside the game. README.md explains.
extends Node

signal joined(connection)  # Dictionary, as RoomService describes connections
signal event(event)  # Dictionary: `peerJoined`, `peerLeft`, `messageReceived`, `speakingStarted`, …
signal snapshot(connection)  # the connection anew, after the daemon or the link was gone
signal heard(frame)  # frame.gd
signal marked(name, position, flushed)
signal credit(samples)
signal failed(reason, text)
signal left

const Audio := preload("audio.gd")
const Call := preload("call.gd")
const Events := preload("events.gd")
const Failures := preload("failures.gd")
const Target := preload("target.gd")

# The daemon's HTTP address. The default is that of ODIND_HTTP, or http://127.0.0.1:7711.
export var url := ""
# A session, an API key or the cookie. The default is ODIND_API_KEY, and on this machine the cookie of the daemon.
export var key := ""
# How long the daemon stays in the room after the game is gone.
export var linger_s := 5.0
export var call_timeout_s := 20.0
# How often calls are sent again that the daemon does once, by their requestId.
export var retries := 0

var connection := {}

var _audio: Node
var _events: Node
var _random := RandomNumberGenerator.new()


func _init() -> void:
	_random.randomize()


# Enters a room. What is said and heard begins with `speak` and `listen`.
func join(room: String, user: String, user_data = null):
	var request := {"roomId": room, "userId": user, "linger": "%.3fs" % linger_s, "requestId": new_request_id()}
	if user_data != null:
		request["userData"] = payload(user_data)
	var answer = yield(call_method("RoomService/JoinRoom", request), "completed")
	if _fails(answer):
		return false
	connection = answer["result"].get("connection", {})
	_watch()
	emit_signal("joined", connection)
	return true


func leave():
	_stop()
	var request := {"connectionId": connection.get("connectionId", "")}
	var answer = yield(call_method("RoomService/LeaveRoom", request), "completed")
	connection = {}
	return not _fails(answer)


# Begins to listen, and makes ready to speak, in formats of StreamAudioConfig; {} is 16 bit, 48 kHz, mono.
func listen(receive := {}, send := {}) -> Node:
	return _attach({"receive": receive, "send": send})


# Speaks samples, little-endian, behind what was spoken before; yields until they are with the daemon. `credit` tells how
# many it takes at once.
func speak(pcm: PoolByteArray):
	if not _audio:
		_attach({"send": {}})
	return _audio.write(pcm)


func mark(name: String) -> void:
	if _audio:
		_audio.mark(name)


# Drops what was not spoken yet.
func flush() -> void:
	if _audio:
		_audio.flush()


# Sends a message to all other peers of the room, or to those named: bytes as they are, all else as JSON.
func send(value, peer_ids := []):
	var request := {"message": payload(value), "peerIds": peer_ids}
	return _done("RoomService/SendMessage", request)


# Replaces what other peers know of this one.
func set_user_data(value):
	return _done("RoomService/UpdateUserData", {"userData": payload(value)})


# Makes any unary call, as call_method("PlayerService/ListPlayers", {}). Yields; returns {"result": Dictionary} or
# {"error": {code, reason, message, metadata}}.
func call_method(method: String, request: Dictionary):
	var target := Target.resolved(url, key)
	if target["failure"] != null:
		yield(get_tree(), "idle_frame")
		return {"error": target["failure"]}
	var left := retries if request.has("requestId") else 0
	var pause := 0.1
	while true:
		var call := Call.new()
		add_child(call)
		call.start(target["url"], target["key"], method, request, call_timeout_s)
		var answer: Dictionary = yield(call, "done")
		if left == 0 or answer.get("error", {}).get("code") != "UNAVAILABLE":
			return answer
		left -= 1
		yield(get_tree().create_timer(pause), "timeout")
		pause = min(2 * pause, 5.0)


# Opens a stream of its own on a connection, as StreamAudioConfig says; free it with `close` and `queue_free`.
func audio(config: Dictionary) -> Node:
	var target := Target.resolved(url, key)
	var opened := Audio.new()
	add_child(opened)
	opened.open(target.get("url", ""), target.get("key", ""), config)
	return opened


# Watches connections; see events.gd.
func watch(filters := {}, goes_on := false) -> Node:
	var target := Target.resolved(url, key)
	var opened := Events.new()
	add_child(opened)
	opened.open(target.get("url", ""), target.get("key", ""), filters, goes_on)
	return opened


static func payload(value) -> Dictionary:
	if value is PoolByteArray:
		return {"data": Marshalls.raw_to_base64(value)}
	return {"json": JSON.print(value)}


func new_request_id() -> String:
	return "%08x%08x%08x%08x" % [_random.randi(), _random.randi(), _random.randi(), _random.randi()]


func _done(method: String, request: Dictionary):
	request["connectionId"] = connection.get("connectionId", "")
	var answer = yield(call_method(method, request), "completed")
	return not _fails(answer)


func _attach(config: Dictionary) -> Node:
	if _audio:
		_audio.queue_free()
	config["connectionId"] = connection.get("connectionId", "")
	_audio = audio(config)
	for name in ["heard", "marked", "credit"]:
		var _ignored := _audio.connect(name, self, "_on_" + name)
	var _ignored := _audio.connect("ended", self, "_on_audio_ended")
	return _audio


func _watch() -> void:
	_events = watch({"connection_id": [connection["connectionId"]]}, true)
	var _ignored := _events.connect("event", self, "_on_event")
	_ignored = _events.connect("snapshot", self, "_on_snapshot")
	_ignored = _events.connect("ended", self, "_on_events_ended")


func _stop() -> void:
	if _audio:
		_audio.queue_free()
	if _events:
		_events.close()
	_audio = null
	_events = null


func _fails(answer: Dictionary) -> bool:
	if answer.has("error"):
		emit_signal("failed", answer["error"]["reason"], answer["error"]["message"])
	return answer.has("error")


func _on_event(said: Dictionary) -> void:
	emit_signal("event", said)
	if said.has("left"):
		_stop()
		emit_signal("left")


func _on_snapshot(said: Dictionary) -> void:
	for one in said.get("connections", []):
		connection = one
		emit_signal("snapshot", one)


func _on_events_ended(failure) -> void:
	if failure != null:
		_fails({"error": failure})


func _on_audio_ended(failure) -> void:
	_audio = null
	if failure != null:
		_fails({"error": failure})


func _on_heard(frame) -> void:
	emit_signal("heard", frame)


func _on_marked(name: String, position: int, flushed: bool) -> void:
	emit_signal("marked", name, position, flushed)


func _on_credit(samples: int) -> void:
	emit_signal("credit", samples)
