# What happens to connections: a snapshot first, then one event after the other.
extends Node

signal snapshot(snapshot)  # replaces everything known before
signal event(event)
signal ended(failure)  # null when the daemon has ended it as it should

const Socket := preload("socket.gd")
const FIRST_PAUSE_S := 0.1
const LONGEST_PAUSE_S := 5.0

var _target := ""
var _key := ""
var _query := ""
var _goes_on := false
var _sequence := ""
var _pause := FIRST_PAUSE_S
var _parts := {}
var _socket: Node
var _over := false


# Watches; `filters` are those of WatchEventsRequest: connection_id, kind and room_id as arrays, after_sequence. One that
# `goes_on` connects again when the daemon is gone, and misses nothing that the daemon still has.
func open(target: String, key: String, filters: Dictionary, goes_on := false) -> void:
	_target = target
	_key = key
	_goes_on = goes_on
	for name in filters:
		for value in filters[name] if filters[name] is Array else [filters[name]]:
			_query += "&%s=%s" % [name, str(value).percent_encode()]
	_dial()


func close() -> void:
	_over = true
	if _socket:
		_socket.close()
	queue_free()


func _dial() -> void:
	if _over:
		return
	_parts = {}
	_socket = Socket.new()
	add_child(_socket)
	var _ignored := _socket.connect("told", self, "_on_told")
	_ignored = _socket.connect("closed", self, "_on_closed")
	var after := "&snapshot_if_expired=1&after_sequence=" + _sequence if _sequence else ""
	_socket.open(_target, _key, "/v1/events?" + (_query + after).substr(1))


func _on_told(message: Dictionary) -> void:
	if message.has("event"):
		_learn(message["event"])
		emit_signal("event", message["event"])
	elif message.has("snapshot"):
		_join(message["snapshot"])


# Puts together snapshots that come in parts; a connection may go on in the next one.
func _join(part: Dictionary) -> void:
	if _parts.empty():
		_parts = part
	else:
		for connection in part.get("connections", []):
			_add(_parts["connections"], connection)
	var more: bool = part.get("more", false)
	var _ignored := _parts.erase("more")
	if more:
		return
	_learn(_parts)
	emit_signal("snapshot", _parts)
	_parts = {}


func _add(connections: Array, connection: Dictionary) -> void:
	if connections and connections.back().get("connectionId") == connection.get("connectionId"):
		connections.back()["peers"] = connections.back().get("peers", []) + connection.get("peers", [])
	else:
		connections.append(connection)


func _learn(item: Dictionary) -> void:
	_sequence = item.get("sequence", _sequence)
	_pause = FIRST_PAUSE_S


func _on_closed(failure) -> void:
	if _over:
		return
	if not _goes_on or (failure != null and failure["code"] != "UNAVAILABLE"):
		_over = true
		emit_signal("ended", failure)
		return
	var _ignored := get_tree().create_timer(_pause).connect("timeout", self, "_dial")
	_pause = min(2 * _pause, LONGEST_PAUSE_S)
