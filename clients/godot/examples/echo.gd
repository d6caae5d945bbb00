# Says back what it hears: ODIND_HTTP=http://127.0.0.1:7711 godot3-server --path clients/godot -s examples/echo.gd --room=lobby
extends SceneTree

const Odind := preload("res://addons/odind/odind.gd")

var odind := Odind.new()


func _init() -> void:
	call_deferred("_start")


func _start() -> void:
	root.add_child(odind)
	for name in ["joined", "heard", "failed", "left"]:
		var _ignored := odind.connect(name, self, "_on_" + name)
	odind.join(room(), "echo")


static func room() -> String:
	for argument in Array(OS.get_cmdline_args()):
		if argument.begins_with("--room="):
			return argument.substr(7)
	return "lobby"


func _on_joined(_connection: Dictionary) -> void:
	odind.listen()
	print("echo is in ", room())


func _on_heard(frame) -> void:
	odind.speak(frame.pcm)


func _on_failed(reason: String, text: String) -> void:
	printerr(reason, ": ", text)
	quit(1)


func _on_left() -> void:
	quit()
