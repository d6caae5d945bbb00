# Where the daemon is, and what calls carry.
extends Reference

const Failures := preload("failures.gd")
const DEFAULT := "http://127.0.0.1:7711"
const SYSTEM_COOKIE := "/var/lib/odind/cookie"
const LOOPBACK := ["127.0.0.1", "localhost", "[::1]"]


# Returns `url`, `key`, and `failure` where they cannot be used: TARGET_INVALID, KEY_UNPROTECTED.
static func resolved(given_url: String, given_key: String) -> Dictionary:
	var url := first_of([given_url, OS.get_environment("ODIND_HTTP"), DEFAULT]).rstrip("/")
	var host := host_of(url)
	if host.empty():
		return refused("TARGET_INVALID", "the target \"{target}\" is not \"http://host:port\"", url)
	var key := first_of([given_key, OS.get_environment("ODIND_API_KEY").strip_edges()])
	var local: bool = host in LOOPBACK
	if not key.empty() and url.begins_with("http:") and not local:
		return refused(
			"KEY_UNPROTECTED",
			"an API key must not leave this machine in the clear, as it would to {target}: use https", url
		)
	return {"url": url, "key": cookie() if key.empty() and local else key, "failure": null}


static func refused(reason: String, message: String, target: String) -> Dictionary:
	return {"failure": Failures.failure("INVALID_ARGUMENT", reason, message, {"target": target})}


static func host_of(url: String) -> String:
	var shape := RegEx.new()
	shape.compile("^https?://(\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]?#@]+)(?::([0-9]{1,5}))?$")
	var found := shape.search(url)
	return found.get_string(1) if found and int(found.get_string(2)) < 65536 else ""


# What the daemon wants to see on loopback, or "".
static func cookie() -> String:
	var named := OS.get_environment("ODIND_COOKIE_FILE")
	for path in [named] if named else [state_folder() + "/cookie", SYSTEM_COOKIE]:
		var file := File.new()
		if file.open(path, File.READ) == OK:
			return file.get_as_text().strip_edges()
	return ""


static func state_folder() -> String:
	var given := OS.get_environment("STATE_DIRECTORY")
	var states := first_of([OS.get_environment("XDG_STATE_HOME"), OS.get_environment("HOME") + "/.local/state"])
	return given if given else states + "/odind"


static func first_of(texts: Array) -> String:
	for text in texts:
		if not text.empty():
			return text
	return ""
