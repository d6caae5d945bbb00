/* Media streams: inputs that we speak on, and outputs, a ring of 2 s for each source of a peer. */
#include <stdlib.h>
#include <string.h>

#include "core.h"

enum { RING_SECONDS = 2 };

static OdinReturnCode unknown(void) { return core_refuse("HANDLE_UNKNOWN", "there is no such media stream"); }

static void discard(core_thing *thing) {
    core_media *media = (core_media *)thing;
    odind_audio_close(media->speaking);
    if (media->room) core_put(&media->room->thing);
    pthread_mutex_destroy(&media->lock);
    free(media->ring);
    free(media);
}

static core_media *make(OdinAudioStreamConfig config, bool is_output) {
    core_media *media = calloc(1, sizeof *media);
    if (!media) return NULL;
    media->thing = (core_thing){.kind = CORE_MEDIA, .discard = discard};
    media->is_output = is_output;
    media->config = config;
    pthread_mutex_init(&media->lock, NULL);
    if (is_output) {
        media->capacity = (size_t)config.sample_rate * config.channel_count * RING_SECONDS;
        media->ring = calloc(media->capacity, sizeof *media->ring);
    }
    if ((is_output && !media->ring) || !core_add(&media->thing)) {
        discard(&media->thing);
        return NULL;
    }
    return media;
}

OdinMediaStreamHandle odin_audio_stream_create(OdinAudioStreamConfig config) {
    core_media *media = core_daemon() ? make(config, false) : NULL;
    if (!media) return 0;
    size_t handle = media->thing.handle;
    core_put(&media->thing);
    return handle;
}

OdinMediaStreamHandle odin_video_stream_create(void) { return 0; }

/* Finds an output of a room, whose lock is held, and makes it where `makes`; the room has it. */
core_media *core_media_of(core_room *room, uint32_t peer_id, uint32_t media_id, bool makes) {
    core_media *media = room->media;
    while (media && !(media->is_output && media->peer_id == peer_id && media->media_id == media_id)) media = media->next;
    if (media || !makes || !(media = make(core_output(), true))) return media;
    media->peer_id = peer_id;
    media->media_id = media_id;
    media->room_handle = room->thing.handle;
    media->next = room->media;
    room->media = media;
    return media;
}

static void unlink_media(core_room *room, core_media *media) {
    pthread_mutex_lock(&room->lock);
    core_media **at = &room->media;
    while (*at && *at != media) at = &(*at)->next;
    bool is_there = *at;
    if (is_there) *at = media->next;
    pthread_mutex_unlock(&room->lock);
    if (is_there) core_put(&media->thing);
}

/* Tells that an output, which the caller keeps, is gone, and forgets it. */
void core_media_end(core_room *room, core_media *media) {
    OdinEvent event = {.tag = OdinEvent_MediaRemoved, .media_removed = {media->peer_id, media->thing.handle}};
    core_tell(room, &event);
    unlink_media(room, media);
    core_remove(media->thing.handle, CORE_MEDIA);
}

/* Ends the outputs of a peer, or all of them where `peer_id` is 0. */
void core_media_end_all(core_room *room, uint32_t peer_id) {
    for (core_media *media;;) {
        pthread_mutex_lock(&room->lock);
        for (media = room->media; media; media = media->next)
            if (media->is_output && (!peer_id || media->peer_id == peer_id)) break;
        if (media) core_keep(&media->thing);
        pthread_mutex_unlock(&room->lock);
        if (!media) return;
        core_media_end(room, media);
        core_put(&media->thing);
    }
}

/* Has a room let go of all its media. */
void core_media_release(core_room *room) {
    for (core_media *media; (media = room->media);) {
        pthread_mutex_lock(&media->lock);
        odind_audio *audio = media->speaking;
        media->speaking = NULL;
        pthread_mutex_unlock(&media->lock);
        odind_audio_close(audio);
        core_keep(&media->thing);
        unlink_media(room, media);
        if (media->is_output) core_remove(media->thing.handle, CORE_MEDIA);
        core_put(&media->thing);
    }
}

static void fill(core_media *media, const float *samples, size_t count) {
    pthread_mutex_lock(&media->lock);
    for (size_t index = 0; index < count; index++) {
        media->ring[(media->head + media->waiting) % media->capacity] = samples[index];
        if (media->waiting < media->capacity) media->waiting++;
        else media->head = (media->head + 1) % media->capacity; /* the oldest makes room */
    }
    pthread_mutex_unlock(&media->lock);
}

void core_hear(void *user, const odind_audio_event *event) {
    core_room *room = user;
    if (event->kind != ODIND_AUDIO_FRAME || !event->peer_id || !event->voice) return;
    pthread_mutex_lock(&room->lock);
    core_media *media = core_media_of(room, event->peer_id, event->media_id, true);
    if (media) fill(media, event->data, event->size / sizeof(float));
    pthread_mutex_unlock(&room->lock);
}

static size_t take(core_media *media, float *out, size_t size, bool adds) {
    pthread_mutex_lock(&media->lock);
    size_t count = media->waiting < size ? media->waiting : size;
    for (size_t index = 0; index < count; index++) {
        float sample = media->ring[(media->head + index) % media->capacity];
        out[index] = adds ? out[index] + sample : sample;
    }
    if (count) media->head = (media->head + count) % media->capacity;
    media->waiting -= count;
    pthread_mutex_unlock(&media->lock);
    return count;
}

OdinReturnCode odin_audio_read_data(OdinMediaStreamHandle stream, float *out_buffer, size_t out_buffer_len) {
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return unknown();
    memset(out_buffer, 0, out_buffer_len * sizeof *out_buffer);
    OdinReturnCode code = (OdinReturnCode)take(media, out_buffer, out_buffer_len, false);
    core_put(&media->thing);
    return code;
}

OdinReturnCode odin_audio_data_len(OdinMediaStreamHandle stream) {
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return unknown();
    pthread_mutex_lock(&media->lock);
    OdinReturnCode code = (OdinReturnCode)media->waiting;
    pthread_mutex_unlock(&media->lock);
    core_put(&media->thing);
    return code;
}

static void clip(float *samples, size_t count) {
    for (size_t index = 0; index < count; index++) {
        if (samples[index] > 1) samples[index] = 1;
        if (samples[index] < -1) samples[index] = -1;
    }
}

OdinReturnCode odin_audio_mix_streams(OdinRoomHandle handle, const OdinMediaStreamHandle *streams, size_t stream_count,
                                      float *out_buffer, size_t out_buffer_len) {
    size_t most = 0;
    core_room *room = core_get(handle, CORE_ROOM);
    if (!room) return core_refuse("HANDLE_UNKNOWN", "there is no such room");
    memset(out_buffer, 0, out_buffer_len * sizeof *out_buffer);
    for (size_t index = 0; index < stream_count; index++) {
        core_media *media = core_get(streams[index], CORE_MEDIA);
        if (!media) continue; /* its peer has just left */
        size_t count = take(media, out_buffer, out_buffer_len, true);
        most = count > most ? count : most;
        core_put(&media->thing);
    }
    clip(out_buffer, out_buffer_len);
    bool is_cancelling = room->has_apm && room->apm.echo_canceller;
    core_put(&room->thing);
    OdinReturnCode code = is_cancelling ? odin_audio_process_reverse(handle, out_buffer, out_buffer_len) : 0;
    return odin_is_error(code) ? code : (OdinReturnCode)most;
}

OdinReturnCode odin_media_stream_destroy(OdinMediaStreamHandle stream) {
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return unknown();
    if (media->room) unlink_media(media->room, media);
    core_remove(stream, CORE_MEDIA);
    core_put(&media->thing);
    return 0;
}

OdinReturnCode odin_media_stream_media_id(OdinMediaStreamHandle stream, uint16_t *out_media_id) {
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return unknown();
    *out_media_id = (uint16_t)media->media_id;
    core_put(&media->thing);
    return 0;
}

OdinReturnCode odin_media_stream_peer_id(OdinMediaStreamHandle stream, uint64_t *out_peer_id) {
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return unknown();
    OdinReturnCode code = 0;
    if (media->is_output) *out_peer_id = media->peer_id;
    else code = media->room ? odin_room_peer_id(media->room->thing.handle, out_peer_id) : core_not_joined();
    core_put(&media->thing);
    return code;
}

OdinMediaStreamType odin_media_stream_type(OdinMediaStreamHandle stream) {
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return OdinMediaStreamType_Invalid;
    core_put(&media->thing);
    return OdinMediaStreamType_Audio;
}

OdinReturnCode odin_audio_push_data(OdinMediaStreamHandle stream, const float *buf, size_t buf_len) {
    odind_error error = {0};
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return unknown();
    OdinReturnCode code = 0;
    pthread_mutex_lock(&media->lock);
    if (!media->speaking) {
        code = core_not_joined();
    } else {
        long taken = odind_audio_try_write(media->speaking, buf, buf_len * sizeof *buf, &error);
        if (taken < 0) code = core_error(&error);
        else if ((size_t)taken < buf_len * sizeof *buf)
            code = core_refuse("QUEUE_FULL", "20 s of sound wait already; samples were dropped: push in real time");
    }
    pthread_mutex_unlock(&media->lock);
    core_put(&media->thing);
    return code;
}

/* Opens an input's call; the media's lock is not held, the room's is not either. */
OdinReturnCode core_speak(core_room *room, core_media *media) {
    odind_error error = {0};
    char id[sizeof room->connection_id];
    if (!core_connection(room, id, sizeof id)) return core_not_joined();
    odind_audio_config config = {.connection_id = id, .send = {media->config.sample_rate, media->config.channel_count, ODIND_F32LE}};
    odind_audio *audio = odind_audio_open(core_daemon_for_tokens(), &config, &error);
    if (!audio) return core_error(&error);
    pthread_mutex_lock(&media->lock);
    odind_audio *before = media->speaking;
    media->speaking = audio;
    pthread_mutex_unlock(&media->lock);
    odind_audio_close(before);
    return 0;
}

static bool link_input(core_room *room, core_media *media) {
    pthread_mutex_lock(&room->lock);
    bool is_new = !media->room && !media->is_output;
    if (is_new) {
        media->room = room;
        media->next = room->media;
        room->media = media;
    }
    pthread_mutex_unlock(&room->lock);
    if (!is_new) return false;
    core_keep(&room->thing);
    core_keep(&media->thing);
    return true;
}

OdinReturnCode odin_room_add_media(OdinRoomHandle handle, OdinMediaStreamHandle stream) {
    core_room *room = core_get(handle, CORE_ROOM);
    core_media *media = core_get(stream, CORE_MEDIA);
    char id[sizeof room->connection_id];
    OdinReturnCode code = room && media ? 0 : unknown();
    if (!code && !core_connection(room, id, sizeof id)) code = core_not_joined();
    if (!code && !link_input(room, media))
        code = core_refuse("MEDIA_ADDED_BEFORE", "this media stream was added to a room before, or comes from a peer");
    if (!code) code = core_speak(room, media);
    if (media) core_put(&media->thing);
    if (room) core_put(&room->thing);
    return code;
}

static OdinReturnCode for_peer(OdinMediaStreamHandle stream, OdinReturnCode (*act)(core_room *, core_media *)) {
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return unknown();
    core_room *room = media->is_output ? core_get(media->room_handle, CORE_ROOM) : NULL;
    OdinReturnCode code = room ? act(room, media) : core_refuse("MEDIA_NOT_OUTPUT", "this is no output stream of a peer in a room");
    if (room) core_put(&room->thing);
    core_put(&media->thing);
    return code;
}

static OdinReturnCode update_listening(core_room *room, core_media *media, bool paused) {
    cJSON *request = core_request(room), *peer = cJSON_CreateObject();
    if (!request) return cJSON_Delete(peer), core_not_joined();
    cJSON_AddNumberToObject(peer, "peerId", media->peer_id);
    cJSON_AddBoolToObject(peer, "paused", paused);
    cJSON_AddItemToArray(cJSON_AddArrayToObject(request, "peers"), peer);
    return core_call(core_daemon_for_tokens(), "AudioService/UpdateListening", request, NULL);
}

static OdinReturnCode pause_peer(core_room *room, core_media *media) { return update_listening(room, media, true); }
static OdinReturnCode resume_peer(core_room *room, core_media *media) { return update_listening(room, media, false); }

OdinReturnCode odin_media_stream_pause(OdinMediaStreamHandle stream) { return for_peer(stream, pause_peer); }
OdinReturnCode odin_media_stream_resume(OdinMediaStreamHandle stream) { return for_peer(stream, resume_peer); }

static OdinReturnCode reset_peer(core_room *room, core_media *media) {
    cJSON *request = core_request(room);
    if (!request) return core_not_joined();
    cJSON_AddItemToArray(cJSON_AddArrayToObject(request, "peerIds"), cJSON_CreateNumber(media->peer_id));
    pthread_mutex_lock(&media->lock);
    media->waiting = 0;
    pthread_mutex_unlock(&media->lock);
    return core_call(core_daemon_for_tokens(), "AudioService/ResetAudio", request, NULL);
}

static OdinReturnCode flush(core_media *media) {
    odind_error error = {0};
    pthread_mutex_lock(&media->lock);
    OdinReturnCode code = media->speaking && odind_audio_flush(media->speaking, &error) ? core_error(&error) : 0;
    pthread_mutex_unlock(&media->lock);
    return code;
}

OdinReturnCode odin_audio_reset(OdinMediaStreamHandle stream) {
    core_media *media = core_get(stream, CORE_MEDIA);
    if (!media) return unknown();
    OdinReturnCode code = media->is_output ? for_peer(stream, reset_peer) : flush(media);
    core_put(&media->thing);
    return code;
}

static void read_stats(const cJSON *peer, OdinAudioStreamStats *stats) {
    *stats = (OdinAudioStreamStats){
        .packets_total = (uint32_t)core_member_number(peer, "packetsSeen"),
        .packets_processed = (uint32_t)core_member_number(peer, "packetsProcessed"),
        .packets_arrived_too_early = (uint32_t)core_member_number(peer, "packetsTooEarly"),
        .packets_arrived_too_late = (uint32_t)core_member_number(peer, "packetsTooLate"),
        .packets_dropped = (uint32_t)core_member_number(peer, "packetsDropped"),
        .packets_invalid = (uint32_t)core_member_number(peer, "packetsInvalid"),
        .packets_repeated = (uint32_t)core_member_number(peer, "packetsRepeated"),
        .packets_lost = (uint32_t)core_member_number(peer, "packetsLost"),
    };
}

OdinReturnCode odin_audio_stats(OdinMediaStreamHandle stream, OdinAudioStreamStats *stats) {
    core_media *media = core_get(stream, CORE_MEDIA);
    core_room *room = media && media->is_output ? core_get(media->room_handle, CORE_ROOM) : NULL;
    cJSON *answer = NULL, *peer, *request = room ? core_request(room) : NULL;
    OdinReturnCode code = request ? core_call(core_daemon_for_tokens(), "StatisticsService/GetStatistics", request, &answer)
                                  : core_refuse("MEDIA_NOT_OUTPUT", "only output streams of peers in a room have statistics");
    *stats = (OdinAudioStreamStats){0};
    const cJSON *statistics = cJSON_GetObjectItemCaseSensitive(answer, "statistics");
    cJSON_ArrayForEach(peer, cJSON_GetObjectItemCaseSensitive(statistics, "peers"))
        if (core_member_number(peer, "peerId") == media->peer_id) read_stats(peer, stats);
    cJSON_Delete(answer);
    if (room) core_put(&room->thing);
    if (media) core_put(&media->thing);
    return code;
}
