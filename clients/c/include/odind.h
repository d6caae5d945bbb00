/* libodind: an odind daemon from C.

   Calls are JSON in and JSON out, as docs/HTTP.md describes them; sound takes the plain audio socket of
   docs/AUDIO-SOCKET.md. All functions may be called from any thread. Where a function takes an `odind_error`, that
   may be NULL; it is written only when the function fails. Texts that are returned belong to the caller, who frees
   them with free(). */
#ifndef ODIND_H
#define ODIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

/* Why something failed. `code` is the name of a google.rpc.Code, as NOT_FOUND, and `reason` one of docs/REASONS.md, or
   one of ours: DAEMON_UNREACHABLE, DEADLINE_EXCEEDED, ANSWER_INVALID, TARGET_INVALID, AUDIO_SOCKET_MISSING, CALL_ENDED,
   CHUNK_NOT_WHOLE, OUT_OF_MEMORY. `metadata` are the variables of the message, a JSON object of texts; it is empty where
   there are none, or more than fit. */
typedef struct odind_error {
    char code[24];
    char reason[64];
    char message[512];
    char metadata[1024];
} odind_error;

typedef struct odind odind;
typedef struct odind_watch odind_watch;
typedef struct odind_audio odind_audio;

/* Returns a daemon, which nothing is asked yet. `url` is that of its HTTP face; NULL is the variable ODIND_HTTP, or
   http://127.0.0.1:7711. `bearer` is a cookie, an API key or a session; NULL is the variable ODIND_API_KEY, or the
   cookie in the file that ODIND_COOKIE_FILE names, or in the state folder of this user or of the system. Returns NULL
   on failure: TARGET_INVALID, OUT_OF_MEMORY. */
odind *odind_open(const char *url, const char *bearer, odind_error *error);

/* Frees it. Its watches and audio must have been closed before. */
void odind_close(odind *daemon);

/* Calls a method, as "RoomService/JoinRoom", and returns the answer, or NULL. Waits for 20 s at most. */
char *odind_call(odind *daemon, const char *method, const char *request, odind_error *error);

/* Joins a room as a user; returns the id of the connection, or NULL. The connection is left 10 s after the last watch
   or audio call on it has ended, as when the program dies. */
char *odind_join(odind *daemon, const char *room_id, const char *user_id, odind_error *error);

/* Ends a connection. Returns 0, or -1. */
int odind_leave(odind *daemon, const char *connection_id, odind_error *error);

/* Takes a message of a watch: a WatchEventsResponse in JSON. `json` is NULL when the watch is over by itself, and
   `ended` says why. Called on the watch's thread. */
typedef void odind_on_event(void *user, const char *json, const odind_error *ended);

/* Watches a connection, or all where `connection_id` is NULL: a snapshot first, then events. A watch whose daemon is
   away or restarts goes on after the last event that it has seen, by itself. It has a thread of its own. Returns NULL on failure. */
odind_watch *odind_watch_open(odind *daemon, const char *connection_id, odind_on_event *on_event, void *user,
                              odind_error *error);

/* Ends a watch; nothing is told after that. In its own callback it ends as soon as that has returned. */
void odind_watch_close(odind_watch *watch);

typedef enum odind_sample_format {
    ODIND_S16LE = 1, /* signed 16-bit integers */
    ODIND_F32LE = 2, /* floats, full scale is -1 to 1 */
    ODIND_OPUS = 3,  /* packets of 20 ms, to listen only */
} odind_sample_format;

/* A layout of samples, channels interleaved. A rate of 0 means that there is no sound in this direction. */
typedef struct odind_format {
    uint32_t sample_rate_hz;
    uint32_t channels;
    odind_sample_format sample_format;
} odind_format;

typedef enum odind_audio_kind {
    ODIND_AUDIO_FRAME,   /* something was heard */
    ODIND_AUDIO_DRAINED, /* all that was written has been spoken: `samples` of it */
    ODIND_AUDIO_MARK,    /* a mark was reached; `flushed` when a flush took what was before it */
    ODIND_AUDIO_FLUSHED, /* a flush is done; it dropped `samples` */
    ODIND_AUDIO_ENDED,   /* the call is over; `error` is NULL when it ended as it should. The last one */
} odind_audio_kind;

/* What is told of a call. Pointers are valid until the callback returns. */
typedef struct odind_audio_event {
    odind_audio_kind kind;
    uint32_t peer_id; /* of a frame: who is heard; 0 for the mix */
    uint32_t media_id;
    uint32_t dropped;     /* messages that were dropped before this frame, as they were read too slowly */
    uint64_t sequence;    /* of the frame, from 1: a gap is a loss */
    uint64_t room_sample; /* where it begins on the connection's clock, in samples of the lane's rate */
    float level_dbfs;
    bool voice; /* whether a peer has sent it; silence stands in otherwise */
    const void *data;
    size_t size;
    const char *user_id;
    const char *mark;
    uint64_t samples;
    bool flushed;
    const odind_error *error;
} odind_audio_event;

/* Takes what is told of a call, on the call's thread. */
typedef void odind_on_audio(void *user, const odind_audio_event *event);

typedef struct odind_audio_config {
    const char *connection_id;
    odind_format send;    /* to speak */
    odind_format receive; /* to listen */
    bool per_peer;        /* each peer on its own, instead of the mix */
    odind_on_audio *on_audio; /* may be NULL for a call that only speaks */
    void *user;
} odind_audio_config;

/* Begins an audio call, once the daemon has attached the connection. It has a thread of its own. Returns NULL on
   failure: what AudioService.StreamAudio lists, DAEMON_UNREACHABLE, AUDIO_SOCKET_MISSING (the daemon serves no audio
   socket that we may use: see its setting `audio_socket`). */
odind_audio *odind_audio_open(odind *daemon, const odind_audio_config *config, odind_error *error);

/* Speaks samples in the `send` format: a whole number of them, any count. Waits while the daemon gives no credit.
   Returns 0, or -1: CHUNK_NOT_WHOLE, or why the call is over. */
int odind_audio_write(odind_audio *audio, const void *samples, size_t size, odind_error *error);

/* Speaks as many bytes as there is credit for, without waiting for more; returns how many, or -1. */
long odind_audio_try_write(odind_audio *audio, const void *samples, size_t size, odind_error *error);

/* Has ODIND_AUDIO_MARK told when what was written so far has been spoken. `name` has at most 256 bytes. */
int odind_audio_mark(odind_audio *audio, const char *name, odind_error *error);

/* Drops what waits to be spoken. Overtakes a write that waits. */
int odind_audio_flush(odind_audio *audio, odind_error *error);

/* Holds what waits, and lets it go on. */
int odind_audio_pause(odind_audio *audio, odind_error *error);
int odind_audio_resume(odind_audio *audio, odind_error *error);

/* Tells the echo canceller what this side's loudspeaker plays: samples in the `send` format. */
int odind_audio_reverse(odind_audio *audio, const void *samples, size_t size, odind_error *error);

/* Says that nothing more comes, and waits until all has been spoken and the call is over. Returns 0, or -1 and why it
   ended otherwise. Not to be called in the callback. */
int odind_audio_drain(odind_audio *audio, odind_error *error);

/* Ends the call at once and frees it. What waits is dropped. Nothing is told after that; in its own callback, after
   that has returned. No other thread may use the call any more. */
void odind_audio_close(odind_audio *audio);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
