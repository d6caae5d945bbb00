# What fails is a Dictionary: `code`, the name of a google.rpc.Code; `reason`, UPPER_SNAKE, or "" where the daemon gave
# none; `message`; `metadata`, the variables of the message.
extends Reference

const Json := preload("json.gd")
const DOMAIN := "odind"
const INFO := "google.rpc.ErrorInfo"
const OF_STATUS := {
	400: "INTERNAL", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "UNIMPLEMENTED",
	429: "UNAVAILABLE", 502: "UNAVAILABLE", 503: "UNAVAILABLE", 504: "UNAVAILABLE",
}


static func failure(code: String, reason: String, message: String, metadata := {}) -> Dictionary:
	return {"code": code, "reason": reason, "message": message.format(metadata), "metadata": metadata}


static func unreachable(target: String, detail: String) -> Dictionary:
	return failure(
		"UNAVAILABLE", "DAEMON_UNREACHABLE",
		"no daemon answers at {target}: start one with `odind serve`, or name another target ({detail})",
		{"target": target, "detail": detail}
	)


# Connect spells codes in small letters, and one of them its own way.
static func code_of(spelt: String) -> String:
	return "CANCELLED" if spelt == "canceled" else spelt.to_upper()


# What the last message of a WebSocket tells.
static func told(error: Dictionary) -> Dictionary:
	return {
		"code": code_of(error.get("code", "unknown")), "reason": error.get("reason", ""),
		"message": error.get("message", ""), "metadata": error.get("metadata", {}),
	}


# What the answer to a call tells.
static func answered(status: int, body: String, target: String) -> Dictionary:
	var parsed = Json.read(body)
	var said: Dictionary = parsed if parsed is Dictionary else {}
	var code := code_of(said["code"]) if said.has("code") else str(OF_STATUS.get(status, "UNKNOWN"))
	var text := str(said.get("message", ""))
	for detail in said.get("details", []):
		var info = detail.get("debug")
		if detail.get("type") == INFO and info is Dictionary and info.get("domain") == DOMAIN:
			return {
				"code": code, "reason": info.get("reason", ""), "message": text,
				"metadata": info.get("metadata", {}),
			}
	return unreachable(target, text) if code == "UNAVAILABLE" else failure(code, "", text)
