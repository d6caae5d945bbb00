# Unit tests: godot3-server --path . -s test/run.gd
extends SceneTree

const Failures := preload("res://addons/odind/failures.gd")
const Frame := preload("res://addons/odind/frame.gd")
const Json := preload("res://addons/odind/json.gd")
const Odind := preload("res://addons/odind/odind.gd")
const Target := preload("res://addons/odind/target.gd")

var failed := 0
var checked := 0


func _init() -> void:
	test_targets()
	test_keys_stay_here()
	test_frames()
	test_frames_that_are_cut()
	test_samples_for_the_generator()
	test_errors_of_calls()
	test_payloads()
	test_characters()
	print("%d checks, %d failed" % [checked, failed])
	quit(1 if failed or checked < 20 else 0)


func same(found, wanted, what: String) -> void:
	checked += 1
	if JSON.print(found) != JSON.print(wanted):
		failed += 1
		printerr("%s: %s instead of %s" % [what, JSON.print(found), JSON.print(wanted)])


func test_targets() -> void:
	same(Target.resolved("https://a.example:7713/", "k")["url"], "https://a.example:7713", "a slash")
	same(Target.resolved("http://[::1]:7711", "k")["url"], "http://[::1]:7711", "IPv6")
	for wrong in ["127.0.0.1:7711", "ws://a", "http://", "http://a:99999", "http://a/path", "unix:/run/odind.sock"]:
		same(Target.resolved(wrong, "")["failure"]["reason"], "TARGET_INVALID", wrong)


func test_keys_stay_here() -> void:
	same(Target.resolved("http://a.example:7711", "k")["failure"]["reason"], "KEY_UNPROTECTED", "in the clear")
	same(Target.resolved("http://a.example:7711", "")["failure"], null, "without a key")
	same(Target.resolved("http://localhost:7711", "k")["key"], "k", "on this machine")


func packet(flags: int, size := 40) -> PoolByteArray:
	var buffer := StreamPeerBuffer.new()
	buffer.put_u8(size)
	buffer.put_u8(flags)
	buffer.put_u16(0)
	buffer.put_u32(7)
	buffer.put_u64(5)
	buffer.put_u64(960)
	buffer.put_u32(3)
	buffer.put_float(-12.5)
	buffer.put_u32(0)
	buffer.put_u32(2)
	for _n in range(size - 40):
		buffer.put_u8(0)
	buffer.put_16(16384)
	buffer.put_16(-32768)
	return buffer.data_array


func test_frames() -> void:
	for size in [40, 48]:
		var frame = Frame.read(packet(1, size))
		same([frame.peer_id, frame.sequence, frame.room_sample, frame.media_id], [7, 5, 960, 3], "numbers")
		same([frame.level_dbfs, frame.voice, frame.dropped, frame.pcm.size()], [-12.5, true, 2, 4], "sound")
	same(Frame.read(packet(2)).gap, "SILENCE", "silence")
	same(Frame.read(packet(4)).gap, "LOSS", "loss")
	same(Frame.read(packet(16)).opus.size(), 4, "a packet")


func test_frames_that_are_cut() -> void:
	same(Frame.read(PoolByteArray()), null, "nothing")
	same(Frame.read(packet(1).subarray(0, 38)), null, "half a header")


func test_samples_for_the_generator() -> void:
	var made := Array(Frame.read(packet(1)).stereo())
	same([made[0].x, made[0].y, made[1].x], [0.5, 0.5, -1], "samples")


func test_errors_of_calls() -> void:
	var info := {"reason": "ROOM_FULL", "domain": "odind", "metadata": {"a": "b"}}
	var body := {"code": "resource_exhausted", "message": "full", "details": [{"type": Failures.INFO, "debug": info}]}
	var found: Dictionary = Failures.answered(429, JSON.print(body), "http://a")
	var wanted := {"code": "RESOURCE_EXHAUSTED", "reason": "ROOM_FULL", "message": "full", "metadata": {"a": "b"}}
	same(found, wanted, "an error of the daemon")
	same(Failures.answered(502, "<html>", "http://a")["reason"], "DAEMON_UNREACHABLE", "a proxy")
	same(Failures.answered(404, "", "http://a")["code"], "UNIMPLEMENTED", "no such path")
	same(Failures.told({"code": "canceled"})["code"], "CANCELLED", "the other spelling")


func test_payloads() -> void:
	same(Odind.payload(PoolByteArray([1, 2])), {"data": "AQI="}, "bytes")
	same(Odind.payload({"a": [1, null]}), {"json": "{\"a\":[1,null]}"}, "JSON")


func test_characters() -> void:
	same(Json.read("\"a\\ud83c\\udf99b\"").to_utf8().hex_encode(), "61f09f8e9962", "two escapes")
	same(Json.read("\"\\\\ud83c\\\\udf99\"").length(), 12, "no escapes")
	same(Json.read("[1, \"\u00fc\"]"), [1, "\u00fc"], "others")
	same(Json.read("{"), null, "half of it")
