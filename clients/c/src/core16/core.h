/* What the parts of libodind_core share. */
#ifndef ODIND_CORE16_H
#define ODIND_CORE16_H

#include <cjson/cJSON.h>
#include <pthread.h>

#include "odind.h"
#include "odind/odin_1_6.h"

/* errors.c: a code for each text. */
OdinReturnCode core_error(const odind_error *error);
OdinReturnCode core_refuse(const char *reason, const char *message);
OdinReturnCode core_text(const char *text, char *out, size_t size);

/* handles.c: things with handles, alive while somebody has them. */
typedef enum core_kind { CORE_ROOM = 1, CORE_MEDIA, CORE_RESAMPLER } core_kind;

typedef struct core_thing {
    core_kind kind;
    size_t handle;
    unsigned holders;
    void (*discard)(struct core_thing *thing); /* when nobody has it any more */
} core_thing;

size_t core_add(core_thing *thing); /* one holder, and the table as another; returns 0 when it is full */
void *core_get(size_t handle, core_kind kind);
void core_keep(core_thing *thing);
void core_put(core_thing *thing);
bool core_remove(size_t handle, core_kind kind);
size_t core_first(core_kind kind); /* a handle of that kind, or 0 */

/* runtime.c */
odind *core_daemon(void); /* NULL before odin_startup() */
odind *core_daemon_for_tokens(void);
OdinAudioStreamConfig core_output(void);

/* json.c */
const char *core_member_text(const cJSON *object, const char *name);
uint64_t core_member_number(const cJSON *object, const char *name);
cJSON *core_payload(const uint8_t *data, size_t size);
uint8_t *core_payload_bytes(const cJSON *payload, size_t *size);
OdinReturnCode core_call(odind *daemon, const char *method, cJSON *request, cJSON **answer); /* frees the request */

/* room.c, events.c, media.c */
typedef struct core_media core_media;

typedef struct core_peer {
    uint32_t id;
    struct core_peer *next;
    bool is_seen; /* in the snapshot that is being read */
} core_peer;

typedef struct core_room {
    core_thing thing;
    pthread_mutex_t calling; /* recursive: one callback at a time; taken before `lock` */
    OdinEventCallback callback;
    void *extra_data;
    core_peer *peers; /* under `calling` */
    bool is_announced;
    pthread_mutex_t lock; /* of what follows */
    bool is_joined;
    char connection_id[128], room_id[300], customer[300], user_id[300];
    uint64_t peer_id;
    float scale, position[3];
    bool has_scale, has_position, has_apm;
    uint8_t *user_data;
    size_t user_data_size;
    OdinApmConfig apm;
    uint64_t delay_ms;
    odind_watch *watch;
    odind_audio *listening, *loudspeaker; /* what is heard; what the echo canceller is told */
    core_media *media;
} core_room;

void core_tell(core_room *room, const OdinEvent *event);
void core_tell_state(core_room *room, OdinRoomConnectionState state, OdinRoomConnectionStateChangeReason reason);
void core_on_event(void *room, const char *json, const odind_error *ended);
void core_forget_peers(core_room *room);
bool core_connection(core_room *room, char *id, size_t size); /* returns whether it is joined */
cJSON *core_request(core_room *room);                        /* names the connection; NULL while there is none */
OdinReturnCode core_not_joined(void);
void core_attach(core_room *room); /* listens, and speaks on all inputs */
OdinReturnCode core_apply_apm(core_room *room);

struct core_media {
    core_thing thing;
    core_room *room;    /* of an input that was added, which keeps it */
    size_t room_handle; /* of an output, which does not */
    core_media *next;
    bool is_output;
    OdinAudioStreamConfig config;
    uint32_t peer_id, media_id;
    odind_audio *speaking;
    pthread_mutex_t lock; /* of what follows */
    float *ring;
    size_t capacity, head, waiting;
};

core_media *core_media_of(core_room *room, uint32_t peer_id, uint32_t media_id, bool makes);
void core_media_end(core_room *room, core_media *media);
void core_media_end_all(core_room *room, uint32_t peer_id);
void core_media_release(core_room *room);
void core_hear(void *room, const odind_audio_event *event);
OdinReturnCode core_speak(core_room *room, core_media *media);

#endif
