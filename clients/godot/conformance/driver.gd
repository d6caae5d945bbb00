# The addon as `odind conformance` drives it; docs/CONFORMANCE.md describes the lines, which driver.py passes on.
extends SceneTree

const Odind := preload("res://addons/odind/odind.gd")
const Failures := preload("res://addons/odind/failures.gd")
const Json := preload("res://addons/odind/json.gd")
const Stream := preload("stream.gd")
const Target := preload("res://addons/odind/target.gd")
# Not `environment`: Godot 3.2 cannot set a variable.
const FEATURES := ["http", "ws", "watch", "follow", "speak", "listen", "opus", "u64", "retries", "raw", "parallel"]
const CALLS := {
	"info": "ServerService/GetInfo", "join": "RoomService/JoinRoom", "leave": "RoomService/LeaveRoom",
	"get": "RoomService/GetConnection", "user_data": "RoomService/UpdateUserData",
	"message": "RoomService/SendMessage",
}

var link := StreamPeerTCP.new()
var held := PoolByteArray()
var odind: Node
var failure = null
var running := {}  # by the id of an order: what to end
var streams := {}


func _initialize() -> void:
	for argument in Array(OS.get_cmdline_args()):
		if argument.begins_with("--port="):
			var _ignored := link.connect_to_host("127.0.0.1", int(argument.substr(7)))
	link.set_no_delay(true)


func _idle(_delta: float) -> bool:
	if link.get_status() == StreamPeerTCP.STATUS_CONNECTED:
		var got := link.get_partial_data(65536)  # sees the end, too, as get_available_bytes does not
		if got[1]:
			held.append_array(got[1])
			_take_lines()
	return link.get_status() in [StreamPeerTCP.STATUS_NONE, StreamPeerTCP.STATUS_ERROR]


func _take_lines() -> void:
	var lines := Array(held.get_string_from_utf8().split("\n"))
	var rest: String = lines.pop_back()
	held = rest.to_utf8()
	for line in lines:
		_perform(Json.read(line))


func tell(id: int, kind: String, value) -> void:
	var _ignored := link.put_data((JSON.print({"id": id, kind: value}) + "\n").to_utf8())


func answer(id: int, answered: Dictionary) -> void:
	var _ignored := running.erase(id)
	for kind in answered:
		tell(id, kind, answered[kind])


func _perform(order: Dictionary) -> void:
	var id := int(order["id"])
	var a: Dictionary = order.get("args", {})
	match order["op"]:
		"quit":
			quit()
		"hello":
			answer(id, {"result": {"protocol": 1, "client": "godot", "version": "0.1.0", "features": FEATURES}})
		"connect":
			_connect(id, a)
		"close":
			_close_all()
			answer(id, {"result": {}})
		"cancel":
			_cancel(int(a["call"]))
			answer(id, {"result": {}})
		"control":
			_control(id, a)
		"watch", "follow":
			_watch(id, a, order["op"] == "follow")
		"audio":
			_listen(id, a)
		"list":
			_list(id, a)
		"raw":
			_call(id, a["method"], Json.read(a["json"]))  # the whole answer
		_:
			if CALLS.has(order["op"]):
				var part := "connection" if order["op"] in ["join", "get"] else ""
				_call(id, CALLS[order["op"]], _request(order["op"], a), part)
			else:
				tell(id, "unsupported", true)


func _connect(id: int, a: Dictionary) -> void:
	_close_all()
	var target := Target.resolved(str(a["target"]) if a.get("target") else "", a.get("api_key", ""))
	if target["failure"] != null:
		answer(id, {"error": target["failure"]})
		return
	odind = Odind.new()
	odind.url = target["url"]
	odind.key = target["key"]
	odind.call_timeout_s = a.get("call_timeout_ms", 0) / 1000.0
	odind.retries = int(a.get("retries", 0))
	root.add_child(odind)
	answer(id, {"result": {}})


func _close_all() -> void:
	for id in running.keys():
		_cancel(id)
	if odind:
		odind.queue_free()
	odind = null


func _cancel(id: int) -> void:
	var what = running.get(id)
	if what == null or not is_instance_valid(what):
		return
	if what.has_method("give_up"):
		what.give_up()
	else:
		what.queue_free()
		answer(id, {"error": Failures.failure("CANCELLED", "", "")})


func _request(op: String, a: Dictionary) -> Dictionary:
	var request := {}
	if a.has("connection_id"):
		request["connectionId"] = a["connection_id"]
	match op:
		"join":
			request["roomId"] = a.get("room_id", "")
			request["userId"] = a.get("user_id", "")
			request["requestId"] = odind.new_request_id()
			if a.has("linger_ms"):
				request["linger"] = "%.3fs" % (a["linger_ms"] / 1000.0)
			if a.has("user_data"):
				request["userData"] = _payload(a["user_data"])
		"user_data":
			request["userData"] = _payload(a["payload"])
		"message":
			request["message"] = _payload(a["payload"])
			request["peerIds"] = a.get("peer_ids", [])
			request["requestId"] = odind.new_request_id()
	return request


func _payload(given: Dictionary) -> Dictionary:
	return Odind.payload(Marshalls.base64_to_raw(given["base64"]) if given.has("base64") else given["json"])


# Makes a call that `cancel` can give up.
func _call(id: int, method: String, request: Dictionary, part := "") -> void:
	var before: int = odind.get_child_count()
	var state = odind.call_method(method, request)
	running[id] = odind.get_child(before)
	var answered: Dictionary = yield(state, "completed")
	if part and answered.has("result"):
		answered = {"result": answered["result"].get(part, {})}
	answer(id, answered)


func _list(id: int, a: Dictionary) -> void:
	var ids := []
	var token := ""
	while true:
		var request := {"pageSize": a.get("page_size", 0), "pageToken": token}
		var page: Dictionary = yield(odind.call_method("RoomService/ListConnections", request), "completed")
		if page.has("error"):
			answer(id, page)
			return
		for connection in page["result"].get("connections", []):
			ids.append(connection["connectionId"])
		token = page["result"].get("nextPageToken", "")
		if token.empty():
			answer(id, {"result": {"connection_ids": ids}})
			return


func _watch(id: int, a: Dictionary, goes_on: bool) -> void:
	var filters := {"connection_id": a.get("connection_ids", []), "kind": a.get("kinds", [])}
	if a.has("after_sequence"):
		filters["after_sequence"] = a["after_sequence"]
	var events: Node = odind.watch(filters, goes_on)
	running[id] = events
	for kind in ["snapshot", "event"]:
		events.connect(kind, self, "_on_item", [id, kind])
	events.connect("ended", self, "_on_ended", [id])


func _on_item(item: Dictionary, id: int, kind: String) -> void:
	tell(id, "item", {kind: item})


func _on_ended(ended_by, id: int) -> void:
	if running.has(id):
		answer(id, {"result": {}} if ended_by == null else {"error": ended_by})


func _listen(id: int, a: Dictionary) -> void:
	var config := {"connectionId": a.get("connection_id", "")}
	for name in ["send", "receive"]:
		if a.has(name):
			config[name] = a[name]
	if a.has("mode"):
		config["receiveMode"] = a["mode"]
	var audio: Node = odind.audio(config)
	running[id] = audio
	streams[id] = Stream.new(audio)
	audio.connect("started", self, "_on_started", [id])
	audio.connect("ended", self, "_on_audio_ended", [id])


func _on_started(formats: Dictionary, id: int) -> void:
	tell(id, "item", {"started": formats})
	streams[id].has_started = true


# A stream that ends after it started is told to who waits for something of it.
func _on_audio_ended(ended_by, id: int) -> void:
	if ended_by != null and not streams[id].has_started:
		answer(id, {"error": ended_by})


func _control(id: int, a: Dictionary) -> void:
	var call := int(a["call"])
	if a["do"] == "close":
		running[call].close()
		answer(call, {"result": {}})
		answer(id, {"result": {}})
		return
	var state = streams[call].control(a)
	answer(id, yield(state, "completed") if state is GDScriptFunctionState else state)
