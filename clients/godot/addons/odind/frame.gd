# What is heard in 20 ms of one peer, or of the mix: peer_id 0.
extends Reference

const SHORTEST_HEADER := 40
const SILENCE := 2
const LOSS := 4
const OPUS := 16

var peer_id := 0
var user_id := ""  # of the first frame of a peer
var lane := 0
var media_id := 0
var sequence := 0  # 64 bits; a gap is a loss
var room_sample := 0
var level_dbfs := -100.0
var voice := false
var gap := ""  # "SILENCE", "LOSS" or ""
var pcm := PoolByteArray()  # 16 bit, or floats, as was asked for
var opus := PoolByteArray()
var dropped := 0  # messages that were lost before this one, because this program was too slow


# Reads a message of the WebSocket; null where it is none.
static func read(packet: PoolByteArray):
	if packet.size() < SHORTEST_HEADER or packet[0] < SHORTEST_HEADER or packet[0] > packet.size():
		return null
	var frame = load("res://addons/odind/frame.gd").new()
	frame._fill(packet)
	return frame


func _fill(packet: PoolByteArray) -> void:
	var header := StreamPeerBuffer.new()
	header.data_array = packet
	var size := header.get_u8()
	var flags := header.get_u8()
	lane = header.get_u16()
	peer_id = header.get_u32()
	sequence = header.get_u64()
	room_sample = header.get_u64()
	media_id = header.get_u32()
	level_dbfs = header.get_float()
	header.seek(36)
	dropped = header.get_u32()
	voice = flags & 1 == 1
	gap = "SILENCE" if flags & SILENCE else "LOSS" if flags & LOSS else ""
	var sound := packet.subarray(size, packet.size() - 1) if size < packet.size() else PoolByteArray()
	if flags & OPUS:
		opus = sound
	else:
		pcm = sound


# The samples for an AudioStreamGeneratorPlayback: 16 bit, mono.
func stereo() -> PoolVector2Array:
	var samples := StreamPeerBuffer.new()
	samples.data_array = pcm
	var made := PoolVector2Array()
	made.resize(pcm.size() / 2)
	for n in range(made.size()):
		var value := samples.get_16() / 32768.0
		made[n] = Vector2(value, value)
	return made
