# What is said and heard on one connection. Whatever waits here returns what has ended it, or null.
extends Node

signal started(formats)
signal heard(frame)
signal credit(samples)
signal marked(name, position, flushed)
signal ended(failure)  # null when it was closed, or the connection was left
signal _changed

const Failures := preload("failures.gd")
const Frame := preload("frame.gd")
const Socket := preload("socket.gd")
const LARGEST_CHUNK := 524288
const PACKET_SAMPLES := 960
const LARGEST_QUEUE := 8388608
const NAMES := {"drained": "finish", "queueStatus": "getQueueStatus", "flushed": "flush", "markReached": "mark"}

var failure = null

var _socket := Socket.new()
var _bytes := 2  # of a sample of every channel
var _accepted := 0
var _sent := 0
var _finished := false
var _over := false
var _writing := false
var _waiting_bytes := 0
var _questions := {}
var _introduced := {}


# Attaches a connection, as StreamAudioConfig says: `connectionId`, and `send`, `receive` or both.
func open(target: String, key: String, config: Dictionary) -> void:
	add_child(_socket)
	for name in ["told", "sounded", "closed"]:
		var _ignored := _socket.connect(name, self, "_on_" + name)
	_socket.open(target, key, "/v1/audio")
	_socket.say({"config": config})


# Samples per channel that are taken at once.
func room() -> int:
	return (LARGEST_CHUNK if _finished else _accepted - _sent)


# Speaks samples after those before; returns once all are with the daemon, which holds two seconds.
func write(pcm: PoolByteArray):
	if _waiting_bytes + pcm.size() > LARGEST_QUEUE:
		return Failures.failure("RESOURCE_EXHAUSTED", "QUEUE_FULL", "8 MiB wait to be sent: wait for `write`")
	_waiting_bytes += pcm.size()
	while _writing and not _over:
		yield(self, "_changed")
	_writing = true
	var sent := 0
	while sent < pcm.size() and not _over:
		var wanted := int(min(pcm.size() - sent, LARGEST_CHUNK)) / _bytes
		var got := int(min(wanted, room()))
		if got < min(wanted, 1):
			yield(self, "_changed")
			continue
		var end := sent + got * _bytes if wanted else pcm.size()  # half a sample is the daemon's to refuse
		_socket.sound(pcm.subarray(sent, end - 1))
		_sent += got
		sent = end
	_waiting_bytes -= pcm.size()
	_writing = false
	_tell()
	return failure


# Speaks packets of 20 ms; an empty one is silence.
func write_opus(packets: Array):
	for packet in packets:
		while room() < PACKET_SAMPLES and not _over:
			yield(self, "_changed")
		if _over:
			break
		_sent += PACKET_SAMPLES
		_socket.sound(packet)
	return failure


# Sets a mark behind what was written; `marked` tells when that was spoken or dropped.
func mark(name := "") -> Dictionary:
	return _ask("markReached", {"name": name}, name)


# Drops what the daemon holds; a write that waits goes on with what it has left.
func flush() -> Dictionary:
	return _ask("flushed")


func status() -> Dictionary:
	return _ask("queueStatus")


# Waits until everything was spoken; nothing can be written afterwards.
func drain() -> Dictionary:
	return _ask("drained")


func pause() -> void:
	_say({"pause": {}})


func resume() -> void:
	_say({"resume": {}})


# Ends at once, spoken or not.
func close() -> void:
	_end(Failures.failure("UNAVAILABLE", "STREAM_ENDED", "the audio stream has ended"), true)


# The answer to a question: returns {"result": …} or {"error": …}, after yields.
func answer(question: Dictionary):
	while not question.has("result") and not _over:
		yield(self, "_changed")
	return question if question.has("result") else {"error": failure}


func _exit_tree() -> void:
	close()


func _ask(answered: String, request := {}, name := "") -> Dictionary:
	var question := {}
	var key := answered + " " + name
	_questions[key] = _questions.get(key, []) + [question]
	_say({NAMES[answered]: request})
	return question


func _say(request: Dictionary) -> void:
	if not _over:
		_socket.say(request)


func _on_told(message: Dictionary) -> void:
	for kind in message:
		var said = message[kind]
		match kind:
			"started":
				_bytes = _bytes_of(said.get("send", {}))
				_grant(said)
				emit_signal("started", said)
			"flow":
				_grant(said)
			"drained":
				_finished = true
			"frames":
				for peer in said.get("frames", []):
					_introduced[_key_of(peer.get("peerId", 0), peer.get("mediaId", 0))] = peer.get("userId", "")
			"markReached":
				emit_signal("marked", said.get("name", ""), int(said.get("position", 0)), said.get("flushed", false))
			"laneEnded":
				_end_with(said)
		if said is Dictionary:
			_resolve(kind, said)


func _resolve(kind: String, said: Dictionary) -> void:
	var asked: Array = _questions.get("%s %s" % [kind, said.get("name", "") if kind == "markReached" else ""], [])
	if asked:
		asked.pop_front()["result"] = said
		_tell()


func _end_with(lane: Dictionary) -> void:
	_end(Failures.told({
		"code": lane.get("code", "UNKNOWN"), "reason": lane.get("reason", ""),
		"message": lane.get("detail", ""), "metadata": lane.get("metadata", {}),
	}))


func _on_sounded(packet: PoolByteArray) -> void:
	var frame = Frame.read(packet)
	if frame == null:
		return
	var key := _key_of(frame.peer_id, frame.media_id)
	frame.user_id = _introduced.get(key, "")
	var _ignored := _introduced.erase(key)
	emit_signal("heard", frame)


func _bytes_of(format: Dictionary) -> int:
	var size := 4 if format.get("sampleFormat") == "SAMPLE_FORMAT_F32LE" else 2
	return size * int(max(format.get("channels", 1), 1))


func _key_of(peer_id, media_id) -> String:
	return "%d %d" % [peer_id, media_id]


func _on_closed(ended_by) -> void:
	if ended_by == null:
		close()
	else:
		_end(ended_by)


func _grant(said: Dictionary) -> void:
	_accepted = int(said.get("acceptedUntil", _accepted))
	emit_signal("credit", room())
	_tell()


# The first reason counts; leaving is none that listeners are told.
func _end(why: Dictionary, quiet := false) -> void:
	if _over:
		return
	_over = true
	failure = why
	_socket.close()
	_tell()
	emit_signal("ended", null if quiet or why["reason"] == "CONNECTION_LEFT" else why)


# Wakes who waits, later: never while others are being woken.
func _tell() -> void:
	call_deferred("emit_signal", "_changed")
