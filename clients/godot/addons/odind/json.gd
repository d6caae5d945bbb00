# JSON as the daemon writes it: characters beyond 65,535 are two escapes, of which Godot 3 makes two halves of none.
extends Reference

const PAIR := "(?i)(?<!\\\\)((?:\\\\\\\\)*)\\\\u(d[89ab][0-9a-f]{2})\\\\u(d[c-f][0-9a-f]{2})"


# Returns null for what is not JSON.
static func read(text: String):
	if not text:
		return null
	var parsed := JSON.parse(whole(text))
	return parsed.result if parsed.error == OK else null


static func whole(text: String) -> String:
	var pair := RegEx.new()
	pair.compile(PAIR)
	var made := ""
	var end := 0
	for found in pair.search_all(text):
		var high: int = ("0x" + found.get_string(2)).hex_to_int() - 0xD800
		var low: int = ("0x" + found.get_string(3)).hex_to_int() - 0xDC00
		made += text.substr(end, found.get_start() - end) + found.get_string(1) + char(0x10000 + (high << 10) + low)
		end = found.get_end()
	return made + text.substr(end)
