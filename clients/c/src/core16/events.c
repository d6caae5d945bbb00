/* What the daemon tells of a connection, as the events of 1.6. They come on the thread of the room's watch. */
#include <stdlib.h>
#include <string.h>

#include "core.h"

typedef OdinRoomConnectionStateChangeReason reason;

void core_tell(core_room *room, const OdinEvent *event) {
    pthread_mutex_lock(&room->calling);
    if (room->callback) room->callback(room->thing.handle, event, room->extra_data);
    pthread_mutex_unlock(&room->calling);
}

void core_tell_state(core_room *room, OdinRoomConnectionState state, reason why) {
    OdinEvent event = {.tag = OdinEvent_RoomConnectionStateChanged, .room_connection_state_changed = {state, why}};
    core_tell(room, &event);
}

static reason reason_of(const cJSON *change) {
    const char *cause = core_member_text(change, "cause");
    if (!strcmp(cause, "CONNECTION_CAUSE_BY_US")) return OdinRoomConnectionStateChangeReason_ClientRequested;
    if (!strcmp(cause, "CONNECTION_CAUSE_CONNECTION_LOST")) return OdinRoomConnectionStateChangeReason_ConnectionLost;
    return OdinRoomConnectionStateChangeReason_ServerRequested;
}

static core_peer *peer_of(core_room *room, uint32_t id) {
    core_peer *peer = room->peers;
    while (peer && peer->id != id) peer = peer->next;
    return peer;
}

static void tell_user_data(core_room *room, const cJSON *peer) {
    size_t size = 0;
    uint8_t *data = core_payload_bytes(cJSON_GetObjectItemCaseSensitive(peer, "userData"), &size);
    OdinEvent event = {.tag = OdinEvent_PeerUserDataChanged,
                       .peer_user_data_changed = {core_member_number(peer, "peerId"), data, size}};
    core_tell(room, &event);
    free(data);
}

static void tell_joined(core_room *room, const cJSON *peer) {
    size_t size = 0;
    const char *user_id = core_member_text(peer, "userId");
    uint8_t *data = core_payload_bytes(cJSON_GetObjectItemCaseSensitive(peer, "userData"), &size);
    OdinEvent event = {.tag = OdinEvent_PeerJoined,
                       .peer_joined = {core_member_number(peer, "peerId"), data, size, user_id, strlen(user_id)}};
    core_tell(room, &event);
    free(data);
}

static void add_peer(core_room *room, const cJSON *view) {
    uint32_t id = (uint32_t)core_member_number(view, "peerId");
    core_peer *peer = peer_of(room, id);
    if (!peer) {
        if (!(peer = calloc(1, sizeof *peer))) return;
        *peer = (core_peer){.id = id, .next = room->peers};
        room->peers = peer;
        tell_joined(room, view);
    }
    peer->is_seen = true;
}

static void remove_peer(core_room *room, uint32_t id) {
    core_peer **at = &room->peers;
    while (*at && (*at)->id != id) at = &(*at)->next;
    if (!*at) return;
    core_peer *peer = *at;
    *at = peer->next;
    free(peer);
    core_media_end_all(room, id);
    OdinEvent event = {.tag = OdinEvent_PeerLeft, .peer_left = {id}};
    core_tell(room, &event);
}

void core_forget_peers(core_room *room) {
    for (core_peer *peer; (peer = room->peers);) {
        room->peers = peer->next;
        free(peer);
    }
}

static void remove_unseen(core_room *room) {
    for (core_peer *peer = room->peers, *next; peer; peer = next) {
        next = peer->next;
        if (!peer->is_seen) remove_peer(room, peer->id);
    }
    for (core_peer *peer = room->peers; peer; peer = peer->next) peer->is_seen = false;
}

static void announce(core_room *room, const cJSON *connection) {
    const char *room_id = core_member_text(connection, "roomId"), *customer = core_member_text(connection, "customer");
    const char *user_id = core_member_text(connection, "userId");
    uint64_t own = core_member_number(connection, "ownPeerId");
    pthread_mutex_lock(&room->lock);
    room->peer_id = own;
    pthread_mutex_unlock(&room->lock);
    room->is_announced = true;
    OdinEvent event = {.tag = OdinEvent_Joined,
                       .joined = {room_id, strlen(room_id), (const uint8_t *)"", 0, customer, strlen(customer), own, user_id, strlen(user_id)}};
    core_tell(room, &event);
}

static void add_peers(core_room *room, const cJSON *connection) {
    const cJSON *peer;
    cJSON_ArrayForEach(peer, cJSON_GetObjectItemCaseSensitive(connection, "peers")) add_peer(room, peer);
}

/* A snapshot may come in several messages; peers that are in none of them have left. */
static void on_snapshot(core_room *room, const cJSON *snapshot) {
    const cJSON *connection;
    cJSON_ArrayForEach(connection, cJSON_GetObjectItemCaseSensitive(snapshot, "connections")) {
        if (!room->is_announced && core_member_number(connection, "ownPeerId")) announce(room, connection);
        add_peers(room, connection);
    }
    if (!cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(snapshot, "more"))) remove_unseen(room);
}

/* We are in the room again, with another peer id; so is everybody else. */
static void on_joined(core_room *room, const cJSON *change) {
    const cJSON *connection = cJSON_GetObjectItemCaseSensitive(change, "connection");
    core_media_end_all(room, 0);
    core_tell_state(room, OdinRoomConnectionState_Connected, OdinRoomConnectionStateChangeReason_ConnectionLost);
    announce(room, connection);
    add_peers(room, connection);
    remove_unseen(room);
    core_attach(room);
}

static void on_left(core_room *room, const cJSON *change) {
    core_media_end_all(room, 0);
    core_forget_peers(room);
    pthread_mutex_lock(&room->lock);
    bool was_joined = room->is_joined;
    room->is_joined = false;
    pthread_mutex_unlock(&room->lock);
    if (was_joined) core_tell_state(room, OdinRoomConnectionState_Disconnected, reason_of(change));
}

static void on_message(core_room *room, const cJSON *change) {
    size_t size = 0;
    uint8_t *data = core_payload_bytes(cJSON_GetObjectItemCaseSensitive(change, "message"), &size);
    OdinEvent event = {.tag = OdinEvent_MessageReceived, .message_received = {core_member_number(change, "senderPeerId"), data, size}};
    core_tell(room, &event);
    free(data);
}

static core_media *first_input(core_room *room) {
    core_media *media = room->media;
    while (media && media->is_output) media = media->next;
    return media;
}

/* Finds what a change is about, and keeps it: an output, or, where it is about ourselves, an input. */
static core_media *media_of(core_room *room, const cJSON *change, bool makes) {
    uint32_t peer_id = (uint32_t)core_member_number(change, "peerId");
    pthread_mutex_lock(&room->lock);
    core_media *media = peer_id ? core_media_of(room, peer_id, (uint32_t)core_member_number(change, "mediaId"), makes) : first_input(room);
    if (media) core_keep(&media->thing);
    pthread_mutex_unlock(&room->lock);
    return media;
}

static void on_media_added(core_room *room, const cJSON *change) {
    core_media *media = media_of(room, change, true);
    if (!media) return;
    OdinEvent event = {.tag = OdinEvent_MediaAdded, .media_added = {media->peer_id, media->thing.handle}};
    core_tell(room, &event);
    core_put(&media->thing);
}

static void on_media_removed(core_room *room, const cJSON *change) {
    core_media *media = media_of(room, change, false);
    if (!media) return;
    core_media_end(room, media);
    core_put(&media->thing);
}

static void on_speaking(core_room *room, const cJSON *change, bool active) {
    core_media *media = media_of(room, change, false);
    if (!media) return;
    uint64_t peer_id = core_member_number(change, "peerId");
    OdinEvent event = {.tag = OdinEvent_MediaActiveStateChanged,
                       .media_active_state_changed = {peer_id ? peer_id : room->peer_id, media->thing.handle, active}};
    core_tell(room, &event);
    core_put(&media->thing);
}

static void on_change(core_room *room, const cJSON *event) {
    const cJSON *change;
#define IF(name) if ((change = cJSON_GetObjectItemCaseSensitive(event, name)))
    IF("peerJoined") add_peer(room, cJSON_GetObjectItemCaseSensitive(change, "peer"));
    IF("peerLeft") remove_peer(room, (uint32_t)core_member_number(cJSON_GetObjectItemCaseSensitive(change, "peer"), "peerId"));
    IF("peerChanged") tell_user_data(room, cJSON_GetObjectItemCaseSensitive(change, "peer"));
    IF("messageReceived") on_message(room, change);
    IF("mediaAdded") on_media_added(room, change);
    IF("mediaRemoved") on_media_removed(room, change);
    IF("speakingStarted") on_speaking(room, change, true);
    IF("speakingStopped") on_speaking(room, change, false);
    IF("joined") on_joined(room, change);
    IF("reconnecting") core_tell_state(room, OdinRoomConnectionState_Connecting, reason_of(change));
    IF("left") on_left(room, change);
#undef IF
}

void core_on_event(void *user, const char *json, const odind_error *ended) {
    core_room *room = user;
    core_keep(&room->thing); /* a callback may destroy it */
    pthread_mutex_lock(&room->calling);
    if (ended) {
        on_left(room, NULL);
    } else {
        cJSON *message = cJSON_Parse(json);
        const cJSON *snapshot = cJSON_GetObjectItemCaseSensitive(message, "snapshot");
        if (snapshot) on_snapshot(room, snapshot);
        else on_change(room, cJSON_GetObjectItemCaseSensitive(message, "event"));
        cJSON_Delete(message);
    }
    pthread_mutex_unlock(&room->calling);
    core_put(&room->thing);
}
