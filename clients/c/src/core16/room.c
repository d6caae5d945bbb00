/* Rooms: each is a connection of the daemon, with a watch that tells its events and a call that hears it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core.h"

static OdinReturnCode unknown(void) { return core_refuse("HANDLE_UNKNOWN", "there is no such room"); }

OdinReturnCode core_not_joined(void) { return core_refuse("ROOM_NOT_JOINED", "the room is not joined: call odin_room_join() first"); }

static core_room *room_of(OdinRoomHandle handle) { return core_get(handle, CORE_ROOM); }

static void discard(core_thing *thing) {
    core_room *room = (core_room *)thing;
    core_forget_peers(room);
    pthread_mutex_destroy(&room->calling);
    pthread_mutex_destroy(&room->lock);
    free(room->user_data);
    free(room);
}

OdinRoomHandle odin_room_create(void) {
    core_room *room = core_daemon() ? calloc(1, sizeof *room) : NULL;
    if (!room) return 0;
    pthread_mutexattr_t recursive;
    pthread_mutexattr_init(&recursive);
    pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&room->calling, &recursive);
    pthread_mutexattr_destroy(&recursive);
    pthread_mutex_init(&room->lock, NULL);
    room->thing = (core_thing){.kind = CORE_ROOM, .discard = discard};
    if (!core_add(&room->thing)) {
        discard(&room->thing);
        return 0;
    }
    size_t handle = room->thing.handle;
    core_put(&room->thing);
    return handle;
}

bool core_connection(core_room *room, char *id, size_t size) {
    pthread_mutex_lock(&room->lock);
    bool is_joined = room->is_joined;
    if (is_joined) snprintf(id, size, "%s", room->connection_id);
    pthread_mutex_unlock(&room->lock);
    return is_joined;
}

cJSON *core_request(core_room *room) {
    char id[sizeof room->connection_id];
    if (!core_connection(room, id, sizeof id)) return NULL;
    cJSON *request = cJSON_CreateObject();
    cJSON_AddStringToObject(request, "connectionId", id);
    return request;
}

/* Asks for something about a room; there is no request where it is not joined. */
static OdinReturnCode call(const char *method, cJSON *request, cJSON **answer) {
    return request ? core_call(core_daemon_for_tokens(), method, request, answer) : core_not_joined();
}

static cJSON *position_of(const core_room *room) {
    cJSON *positions = cJSON_CreateArray(), *position = cJSON_CreateObject();
    cJSON_AddNumberToObject(position, "x", (double)room->position[0]);
    cJSON_AddNumberToObject(position, "y", (double)room->position[1]);
    cJSON_AddNumberToObject(position, "z", (double)room->position[2]);
    cJSON_AddItemToArray(positions, position);
    return positions;
}

static void add_gateway(cJSON *request, const char *url) {
    const char *named = getenv("ODIND_GATEWAY");
    if (named && *named) url = strcmp(named, "default") ? named : NULL;
    if (url && *url) cJSON_AddStringToObject(request, "gateway", url);
}

static cJSON *join_request(core_room *room, const char *url, const char *token) {
    cJSON *request = cJSON_CreateObject();
    cJSON_AddStringToObject(request, "token", token);
    cJSON_AddStringToObject(request, "linger", "10s"); /* a program that is killed leaves nobody behind */
    add_gateway(request, url);
    pthread_mutex_lock(&room->lock);
    if (room->user_data) cJSON_AddItemToObject(request, "userData", core_payload(room->user_data, room->user_data_size));
    if (room->has_position) cJSON_AddItemToObject(request, "positions", position_of(room));
    if (room->has_scale) cJSON_AddNumberToObject(request, "positionScale", (double)room->scale);
    pthread_mutex_unlock(&room->lock);
    return request;
}

static void note_joined(core_room *room, const cJSON *connection) {
    pthread_mutex_lock(&room->lock);
    snprintf(room->connection_id, sizeof room->connection_id, "%s", core_member_text(connection, "connectionId"));
    snprintf(room->room_id, sizeof room->room_id, "%s", core_member_text(connection, "roomId"));
    snprintf(room->customer, sizeof room->customer, "%s", core_member_text(connection, "customer"));
    snprintf(room->user_id, sizeof room->user_id, "%s", core_member_text(connection, "userId"));
    room->peer_id = core_member_number(connection, "ownPeerId");
    room->is_joined = true;
    room->is_announced = false;
    pthread_mutex_unlock(&room->lock);
}

static OdinReturnCode watch(core_room *room) {
    odind_error error = {0};
    odind_watch *opened = odind_watch_open(core_daemon_for_tokens(), room->connection_id, core_on_event, room, &error);
    pthread_mutex_lock(&room->lock);
    room->watch = opened;
    pthread_mutex_unlock(&room->lock);
    return opened ? 0 : core_error(&error);
}

static OdinReturnCode listen_to(core_room *room) {
    odind_error error = {0};
    char id[sizeof room->connection_id];
    OdinAudioStreamConfig output = core_output();
    if (!core_connection(room, id, sizeof id)) return core_not_joined();
    odind_audio_config config = {.connection_id = id, .receive = {output.sample_rate, output.channel_count, ODIND_F32LE},
                                 .per_peer = true, .on_audio = core_hear, .user = room};
    odind_audio *audio = odind_audio_open(core_daemon_for_tokens(), &config, &error);
    pthread_mutex_lock(&room->lock);
    odind_audio *before = room->listening, *reverse = room->loudspeaker;
    room->listening = audio;
    room->loudspeaker = NULL; /* opened anew when it is needed */
    pthread_mutex_unlock(&room->lock);
    odind_audio_close(before);
    odind_audio_close(reverse);
    return audio ? 0 : core_error(&error);
}

/* Returns the input after `number` others, kept, or NULL. */
static core_media *input_at(core_room *room, unsigned number) {
    pthread_mutex_lock(&room->lock);
    core_media *media = room->media;
    while (media && (media->is_output || number--)) media = media->next;
    if (media) core_keep(&media->thing);
    pthread_mutex_unlock(&room->lock);
    return media;
}

void core_attach(core_room *room) {
    listen_to(room); /* what fails now is told by the events that follow */
    core_media *media;
    for (unsigned number = 0; (media = input_at(room, number)); number++) {
        core_speak(room, media);
        core_put(&media->thing);
    }
}

/* Ends threads and calls of a room. Nothing is locked: they may wait for us. */
static void hang_up(core_room *room) {
    pthread_mutex_lock(&room->lock);
    odind_watch *watching = room->watch;
    odind_audio *listening = room->listening, *loudspeaker = room->loudspeaker;
    room->watch = NULL;
    room->listening = room->loudspeaker = NULL;
    pthread_mutex_unlock(&room->lock);
    odind_watch_close(watching);
    odind_audio_close(listening);
    odind_audio_close(loudspeaker);
    core_media_release(room);
}

static OdinReturnCode leave(core_room *room) {
    cJSON *request = core_request(room);
    pthread_mutex_lock(&room->lock);
    bool was_joined = room->is_joined;
    room->is_joined = false;
    pthread_mutex_unlock(&room->lock);
    if (was_joined) core_tell_state(room, OdinRoomConnectionState_Disconnecting, OdinRoomConnectionStateChangeReason_ClientRequested);
    hang_up(room);
    if (!was_joined) return 0;
    OdinReturnCode code = call("RoomService/LeaveRoom", request, NULL);
    core_tell_state(room, OdinRoomConnectionState_Disconnected, OdinRoomConnectionStateChangeReason_ClientRequested);
    return code;
}

static OdinReturnCode join(core_room *room, const char *url, const char *token) {
    cJSON *answer = NULL;
    core_tell_state(room, OdinRoomConnectionState_Connecting, OdinRoomConnectionStateChangeReason_ClientRequested);
    OdinReturnCode code = core_call(core_daemon_for_tokens(), "RoomService/JoinRoom", join_request(room, url, token), &answer);
    if (odin_is_error(code)) {
        core_tell_state(room, OdinRoomConnectionState_Disconnected, OdinRoomConnectionStateChangeReason_ServerRequested);
        return code;
    }
    note_joined(room, cJSON_GetObjectItemCaseSensitive(answer, "connection"));
    cJSON_Delete(answer);
    core_tell_state(room, OdinRoomConnectionState_Connected, OdinRoomConnectionStateChangeReason_ClientRequested);
    code = watch(room);
    if (!code) code = listen_to(room);
    if (!code && room->has_apm) code = core_apply_apm(room);
    if (odin_is_error(code)) leave(room);
    return code;
}

OdinReturnCode odin_room_join(OdinRoomHandle handle, const char *url, const char *token) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    char id[sizeof room->connection_id];
    OdinReturnCode code;
    if (!token) code = core_refuse("TOKEN_MISSING", "a room is joined with a token");
    else if (core_connection(room, id, sizeof id)) code = core_refuse("ROOM_JOINED_BEFORE", "the room is joined already");
    else code = join(room, url, token);
    core_put(&room->thing);
    return code;
}

OdinReturnCode odin_room_close(OdinRoomHandle handle) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    OdinReturnCode code = leave(room);
    core_put(&room->thing);
    return code;
}

OdinReturnCode odin_room_destroy(OdinRoomHandle handle) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    leave(room);
    core_remove(handle, CORE_ROOM);
    core_put(&room->thing);
    return 0;
}

OdinReturnCode odin_room_set_event_callback(OdinRoomHandle handle, OdinEventCallback callback, void *extra_data) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    pthread_mutex_lock(&room->calling);
    room->callback = callback;
    room->extra_data = extra_data;
    pthread_mutex_unlock(&room->calling);
    core_put(&room->thing);
    return 0;
}

static OdinReturnCode set_position(core_room *room) {
    cJSON *request = core_request(room);
    if (!request) return 0; /* it is set with the join */
    pthread_mutex_lock(&room->lock);
    cJSON_AddItemToObject(request, "positions", position_of(room));
    if (room->has_scale) cJSON_AddNumberToObject(request, "positionScale", (double)room->scale);
    pthread_mutex_unlock(&room->lock);
    return call("SpaceService/SetPositions", request, NULL);
}

OdinReturnCode odin_room_set_position_scale(OdinRoomHandle handle, float scale) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    pthread_mutex_lock(&room->lock);
    room->scale = scale;
    room->has_scale = true;
    pthread_mutex_unlock(&room->lock);
    OdinReturnCode code = set_position(room);
    core_put(&room->thing);
    return code;
}

OdinReturnCode odin_room_update_position(OdinRoomHandle handle, float x, float y, float z) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    pthread_mutex_lock(&room->lock);
    memcpy(room->position, (float[]){x, y, z}, sizeof room->position);
    room->has_position = true;
    pthread_mutex_unlock(&room->lock);
    OdinReturnCode code = set_position(room);
    core_put(&room->thing);
    return code;
}

static OdinReturnCode text_of(OdinRoomHandle handle, size_t offset, char *out, size_t size) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    pthread_mutex_lock(&room->lock);
    OdinReturnCode code = room->is_joined ? core_text((const char *)room + offset, out, size) : core_not_joined();
    pthread_mutex_unlock(&room->lock);
    core_put(&room->thing);
    return code;
}

OdinReturnCode odin_room_id(OdinRoomHandle handle, char *out_id, size_t out_id_len) {
    return text_of(handle, offsetof(core_room, room_id), out_id, out_id_len);
}

OdinReturnCode odin_room_customer(OdinRoomHandle handle, char *out_customer, size_t out_customer_len) {
    return text_of(handle, offsetof(core_room, customer), out_customer, out_customer_len);
}

OdinReturnCode odin_room_peer_id(OdinRoomHandle handle, uint64_t *out_peer_id) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    pthread_mutex_lock(&room->lock);
    OdinReturnCode code = room->is_joined ? 0 : core_not_joined();
    if (!code) *out_peer_id = room->peer_id;
    pthread_mutex_unlock(&room->lock);
    core_put(&room->thing);
    return code;
}

static void read_link(const cJSON *link, OdinConnectionStats *stats) {
    *stats = (OdinConnectionStats){
        .udp_tx_datagrams = core_member_number(link, "txDatagrams"),
        .udp_tx_bytes = core_member_number(link, "txBytes"),
        .udp_rx_datagrams = core_member_number(link, "rxDatagrams"),
        .udp_rx_bytes = core_member_number(link, "rxBytes"),
        .cwnd = core_member_number(link, "congestionWindowBytes"),
        .congestion_events = core_member_number(link, "congestionEvents"),
        .rtt = (float)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(link, "rttMs")),
    };
}

OdinReturnCode odin_room_connection_stats(OdinRoomHandle handle, OdinConnectionStats *stats) {
    core_room *room = room_of(handle);
    cJSON *answer = NULL;
    if (!room) return unknown();
    OdinReturnCode code = call("StatisticsService/GetStatistics", core_request(room), &answer);
    const cJSON *statistics = cJSON_GetObjectItemCaseSensitive(answer, "statistics");
    if (!odin_is_error(code)) read_link(cJSON_GetObjectItemCaseSensitive(statistics, "link"), stats);
    cJSON_Delete(answer);
    core_put(&room->thing);
    return code;
}

static bool keep_user_data(core_room *room, const uint8_t *data, size_t size) {
    uint8_t *copy = malloc(size + 1);
    if (!copy) return false;
    if (size) memcpy(copy, data, size);
    pthread_mutex_lock(&room->lock);
    free(room->user_data);
    room->user_data = copy;
    room->user_data_size = size;
    pthread_mutex_unlock(&room->lock);
    return true;
}

OdinReturnCode odin_room_update_peer_user_data(OdinRoomHandle handle, const uint8_t *user_data, size_t user_data_length) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    OdinReturnCode code = 0;
    cJSON *request = core_request(room);
    if (!keep_user_data(room, user_data, user_data_length)) code = core_refuse("OUT_OF_MEMORY", "there is no memory for the user data");
    if (request) cJSON_AddItemToObject(request, "userData", core_payload(user_data, user_data_length));
    if (request) code = call("RoomService/UpdateUserData", request, NULL);
    core_put(&room->thing);
    return code;
}

OdinReturnCode odin_room_send_message(OdinRoomHandle handle, const uint64_t *peer_id_list, size_t peer_id_list_size,
                                      const uint8_t *data, size_t data_length) {
    core_room *room = room_of(handle);
    if (!room) return unknown();
    cJSON *request = core_request(room);
    cJSON *peers = request && peer_id_list ? cJSON_AddArrayToObject(request, "peerIds") : NULL;
    for (size_t index = 0; peers && index < peer_id_list_size; index++)
        cJSON_AddItemToArray(peers, cJSON_CreateNumber((double)peer_id_list[index]));
    if (request) cJSON_AddItemToObject(request, "message", core_payload(data, data_length));
    OdinReturnCode code = call("RoomService/SendMessage", request, NULL);
    core_put(&room->thing);
    return code;
}

/* Opens the call that tells the echo canceller what is played, in the output format. */
static odind_audio *open_loudspeaker(core_room *room, odind_error *error) {
    char id[sizeof room->connection_id];
    OdinAudioStreamConfig output = core_output();
    if (!core_connection(room, id, sizeof id)) {
        snprintf(error->reason, sizeof error->reason, "ROOM_NOT_JOINED");
        return NULL;
    }
    odind_audio_config config = {.connection_id = id, .send = {output.sample_rate, output.channel_count, ODIND_F32LE}};
    return odind_audio_open(core_daemon_for_tokens(), &config, error);
}

OdinReturnCode odin_audio_process_reverse(OdinRoomHandle handle, float *buffer, size_t buffer_len) {
    odind_error error = {0};
    core_room *room = room_of(handle);
    if (!room) return unknown();
    pthread_mutex_lock(&room->lock);
    bool is_open = room->loudspeaker;
    pthread_mutex_unlock(&room->lock);
    odind_audio *opened = is_open ? NULL : open_loudspeaker(room, &error), *other = NULL;
    pthread_mutex_lock(&room->lock);
    if (!room->loudspeaker) room->loudspeaker = opened;
    else other = opened; /* another thread was faster */
    int failed = room->loudspeaker ? odind_audio_reverse(room->loudspeaker, buffer, buffer_len * sizeof *buffer, &error) : -1;
    pthread_mutex_unlock(&room->lock);
    odind_audio_close(other);
    core_put(&room->thing);
    return failed ? core_error(&error) : 0;
}
