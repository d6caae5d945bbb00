// Made from the protos by `make generate`. Do not edit.

/// The paths of methods whose requests or answers are streams.
pub(crate) const STREAMS: &[&str] = &[
    "/odind.v1.PlayerService/PlayStream",
    "/odind.v1.AudioService/StreamAudio",
    "/odind.v1.AuditService/WatchAudit",
    "/odind.v1.DeviceService/WatchDevices",
    "/odind.v1.DeviceService/WatchLevels",
    "/odind.v1.RecordingService/DownloadArtifact",
    "/odind.v1.RoomService/WatchEvents",
    "/odind.v1.RoomService/HoldConnections",
    "/odind.v1.RoomService/AdoptConnections",
    "/odind.v1.SocketService/ListenSockets",
    "/odind.v1.SocketService/StreamSocket",
    "/odind.v1.SoundService/PutSound",
    "/odind.v1.StatisticsService/WatchStatistics",
    "/odind.v1.ToolService/Resample",
    "/odind.v1.ToolService/Mix",
];

/// The paths of methods whose requests have a `request_id`, and the key of that field on the wire.
pub(crate) const REQUEST_ID_KEYS: &[(&str, u8)] = &[
    ("/odind.v1.PlayerService/Enqueue", 50),
    ("/odind.v1.CaptionService/StartCaptions", 90),
    ("/odind.v1.CaptionService/TranscribeFile", 42),
    ("/odind.v1.DeviceService/OpenCapture", 42),
    ("/odind.v1.DeviceService/OpenPlayback", 34),
    ("/odind.v1.HlsService/StartHls", 106),
    ("/odind.v1.ManagedRoomService/CreateManagedRoom", 34),
    ("/odind.v1.PushService/AddPush", 98),
    ("/odind.v1.RecordingService/StartRecording", 122),
    ("/odind.v1.RecordingService/SaveClip", 58),
    ("/odind.v1.RoomService/JoinRoom", 82),
    ("/odind.v1.RoomService/SendMessage", 34),
];
