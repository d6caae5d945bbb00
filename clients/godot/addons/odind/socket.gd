# A WebSocket of the daemon's: JSON as text, sound as binary.
extends Node

signal told(message)  # Dictionary
signal sounded(packet)  # PoolByteArray
signal closed(failure)  # null when the daemon has ended it as it should

const Failures := preload("failures.gd")
const Json := preload("json.gd")
const IN_KIB := 2048
const OUT_KIB := 1024
const PACKETS := 4096
const NORMAL := 1000

var is_open := false

var _client := WebSocketClient.new()
var _target := ""
var _over := false
var _code := 0
var _unsent := []


func _init() -> void:
	for name in ["connection_established", "connection_error", "connection_closed", "server_close_request"]:
		var _ignored := _client.connect(name, self, "_on_" + name)
	var _ignored := _client.connect("data_received", self, "_on_data")


# Connects. The key is offered as browsers do, so exports for the web can, too.
func open(target: String, key: String, path: String) -> void:
	_target = target
	var _ignored := _client.set_buffers(IN_KIB, PACKETS, OUT_KIB, PACKETS)
	var protocols := PoolStringArray(["odind.v1"] + (["bearer." + key] if key else []))
	if _client.connect_to_url("ws" + target.substr(4) + path, protocols) != OK:
		call_deferred("_on_connection_error")


# Sends once it is open.
func say(message: Dictionary) -> void:
	_send(JSON.print(message).to_utf8(), WebSocketPeer.WRITE_MODE_TEXT)


func sound(bytes: PoolByteArray) -> void:
	_send(bytes, WebSocketPeer.WRITE_MODE_BINARY)


func close() -> void:
	if not _over:
		_over = true
		_client.disconnect_from_host()
		queue_free()


func _process(_delta: float) -> void:
	if _client.get_connection_status() != NetworkedMultiplayerPeer.CONNECTION_DISCONNECTED:
		_client.poll()


func _exit_tree() -> void:
	_over = true
	_client.disconnect_from_host()


func _send(bytes: PoolByteArray, mode: int) -> void:
	if _over:
		return
	if not is_open:
		_unsent.append([bytes, mode])
		return
	_client.get_peer(1).set_write_mode(mode)
	var _ignored := _client.get_peer(1).put_packet(bytes)


func _on_connection_established(_protocol: String) -> void:
	is_open = true
	for one in _unsent:
		_send(one[0], one[1])
	_unsent.clear()


func _on_connection_error() -> void:
	_end(Failures.unreachable(_target, "the WebSocket was refused"))


func _on_server_close_request(code: int, _reason: String) -> void:
	_code = code


func _on_connection_closed(_clean: bool) -> void:
	_end(null if _code == NORMAL else Failures.unreachable(_target, "the WebSocket was closed with %d" % _code))


func _on_data() -> void:
	var peer := _client.get_peer(1)
	while peer.get_available_packet_count() and not _over:
		var packet := peer.get_packet()
		if peer.was_string_packet():
			_hear(Json.read(packet.get_string_from_utf8()))
		else:
			emit_signal("sounded", packet)


func _hear(message) -> void:
	if not message is Dictionary:
		return
	if message.has("error"):
		_end(Failures.told(message["error"]))
	else:
		emit_signal("told", message)


func _end(failure) -> void:
	if not _over:
		close()
		emit_signal("closed", failure)
