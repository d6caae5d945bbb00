# One call, which frees itself once it is over.
extends HTTPRequest

signal done(answer)  # {"result": Dictionary} or {"error": Dictionary}

const Failures := preload("failures.gd")
const Json := preload("json.gd")
const LARGEST_ANSWER := 16777216
const PART := 1048576

var _target := ""


func start(target: String, key: String, method: String, request: Dictionary, timeout_s: float) -> void:
	_target = target
	body_size_limit = LARGEST_ANSWER
	download_chunk_size = PART
	max_redirects = 0
	var _ignored := connect("request_completed", self, "_on_completed")
	var headers := ["Content-Type: application/json", "User-Agent: odind-godot/0.1.0"]
	if key:
		headers.append("Authorization: Bearer " + key)
	if timeout_s > 0:
		headers.append("Connect-Timeout-Ms: %d" % int(timeout_s * 1000))
		_ignored = get_tree().create_timer(timeout_s).connect("timeout", self, "_on_late")
	var path := "%s/odind.v1.%s" % [target, method]
	if request(path, headers, true, HTTPClient.METHOD_POST, JSON.print(request)) != OK:
		call_deferred("_end", {"error": Failures.unreachable(target, "the request was refused")})


# Gives up: the daemon sees that nobody waits.
func give_up() -> void:
	_end({"error": Failures.failure("CANCELLED", "", "the call was cancelled")})


func _on_late() -> void:
	_end({"error": Failures.failure("DEADLINE_EXCEEDED", "", "the call took too long")})


func _on_completed(result: int, status: int, _headers: PoolStringArray, body: PoolByteArray) -> void:
	if result != RESULT_SUCCESS:
		_end({"error": Failures.unreachable(_target, "HTTPRequest says %d" % result)})
	elif status != 200:
		_end({"error": Failures.answered(status, body.get_string_from_utf8(), _target)})
	else:
		_end({"result": Json.read(body.get_string_from_utf8())})


func _end(answer: Dictionary) -> void:
	if is_queued_for_deletion():
		return
	cancel_request()
	queue_free()
	emit_signal("done", answer)
