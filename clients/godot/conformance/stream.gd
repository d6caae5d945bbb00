# An audio order, and the frames that nobody has read yet.
extends Reference

const UNREAD := 500

signal _heard

var has_started := false

var _audio: Node
var _frames := []
var _dropped := 0
var _ended := false
var _failure = null


func _init(audio: Node) -> void:
	_audio = audio
	var _ignored := audio.connect("heard", self, "_on_heard")
	_ignored = audio.connect("ended", self, "_on_ended")


# Returns {"result": …} or {"error": …}, perhaps after yields.
func control(a: Dictionary):
	match a["do"]:
		"write":
			var sound := Marshalls.base64_to_raw(a["base64"]) if a.has("base64") else _sound(a)
			return _written(sound, 2 * int(a.get("chunk", 0)))
		"write_opus":
			return _packets(a["packets"])
		"mark":
			return _audio.answer(_audio.mark(a.get("name", "")))
		"flush":
			return _audio.answer(_audio.flush())
		"status":
			return _audio.answer(_audio.status())
		"drain":
			return _audio.answer(_audio.drain())
		"pause":
			_audio.pause()
		"resume":
			_audio.resume()
		"read":
			return _read(int(a["frames"]))
	return {"result": {}}


# Sample n is (37 n mod 20,001) - 10,000.
func _sound(a: Dictionary) -> PoolByteArray:
	var buffer := StreamPeerBuffer.new()
	var start := int(a.get("start", 0))
	for n in range(start, start + int(a["samples"])):
		buffer.put_16((37 * n) % 20001 - 10000)
	return buffer.data_array


func _written(sound: PoolByteArray, chunk: int):
	if chunk == 0:
		chunk = sound.size()
	for start in range(0, sound.size(), chunk):
		var ended_by = _audio.write(sound.subarray(start, int(min(start + chunk, sound.size())) - 1))
		if ended_by is GDScriptFunctionState:
			ended_by = yield(ended_by, "completed")
		if ended_by != null:
			return {"error": ended_by}
	return {"result": {}}


func _packets(packets: Array):
	var sounds := []
	for packet in packets:
		sounds.append(Marshalls.base64_to_raw(packet))
	var ended_by = _audio.write_opus(sounds)
	if ended_by is GDScriptFunctionState:
		ended_by = yield(ended_by, "completed")
	return {"result": {}} if ended_by == null else {"error": ended_by}


func _read(count: int):
	while _frames.size() < count and not _ended:
		yield(self, "_heard")
	if _frames.empty() and _failure != null:
		return {"error": _failure}
	var told := []
	while told.size() < count and _frames:
		told.append(_frames.pop_front())
	return {"result": {"frames": told, "ended": told.size() < count}}


func _on_heard(frame) -> void:
	_frames.append({
		"peer_id": frame.peer_id, "user_id": frame.user_id, "sequence": _unsigned(frame.sequence),
		"sha256": _sha256(frame.pcm), "opus": Marshalls.raw_to_base64(frame.opus) if frame.opus else "",
		"gap": "GAP_KIND_" + (frame.gap if frame.gap else "UNSPECIFIED"), "dropped": frame.dropped,
	})
	if _frames.size() > UNREAD:
		var lost: int = _frames.pop_front()["dropped"]
		_frames[0]["dropped"] += lost + 1
	call_deferred("emit_signal", "_heard")


func _on_ended(failure) -> void:
	_ended = true
	_failure = failure
	call_deferred("emit_signal", "_heard")


func _sha256(bytes: PoolByteArray) -> String:
	var context := HashingContext.new()
	var _ignored := context.start(HashingContext.HASH_SHA256)
	if bytes:
		_ignored = context.update(bytes)
	return context.finish().hex_encode()


# 64 bits, which Godot takes as signed.
func _unsigned(value: int) -> String:
	if value >= 0:
		return str(value)
	var tenth := ((value >> 1) & 0x7FFFFFFFFFFFFFFF) / 5
	return str(tenth) + str(value - tenth * 10)
