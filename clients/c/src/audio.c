/* Audio calls: one lane each, on a plain audio socket, read by a thread. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "internal.h"

enum { LARGEST_CHUNK = 1 << 16, LARGEST_HEAD = 64 };

/* The kinds of proto/odind/v1/audio.proto. */
enum { CONFIG = 2, CHUNK, MARK, FLUSH, PAUSE, RESUME, FINISH, REVERSE = 10 };
enum { STARTED = 2, FRAMES, DRAINED, MARK_REACHED, FLUSHED, FLOW, LANE_ENDED = 9, CALL_ENDED = 12 };

struct odind_audio {
    int socket;
    odind_audio_config config;
    size_t sample_size; /* bytes of one sample of all channels, as it is sent */
    pthread_t thread;
    pthread_mutex_t sending; /* one message at a time */
    pthread_mutex_t lock;    /* of what follows */
    pthread_cond_t changed;
    bool is_started, is_over, failed;
    uint64_t accepted_until, sent; /* in samples */
    odind_error error;             /* why it is over, where `failed` */
    atomic_bool closed;            /* nothing more is told */
    bool by_itself;                /* closed in its own callback: the thread frees it */
    uint8_t message[ODIND_MAX_MESSAGE];
};

static void tell(odind_audio *audio, const odind_audio_event *event) {
    if (audio->config.on_audio && !audio->closed) audio->config.on_audio(audio->config.user, event);
}

static void copy_text(char *to, size_t size, odind_bytes text) {
    snprintf(to, size, "%.*s", (int)(text.end - text.at), (const char *)text.at);
}

static void grant(odind_audio *audio, odind_bytes message, uint32_t number) {
    pthread_mutex_lock(&audio->lock);
    audio->is_started = true;
    for (odind_field field; odind_next_field(&message, &field);)
        if (field.number == number && field.value > audio->accepted_until) audio->accepted_until = field.value;
    pthread_cond_broadcast(&audio->changed);
    pthread_mutex_unlock(&audio->lock);
}

static void take_frame(odind_audio *audio, odind_bytes message, uint32_t dropped) {
    char user_id[256] = "";
    odind_audio_event event = {.kind = ODIND_AUDIO_FRAME, .dropped = dropped, .user_id = user_id, .level_dbfs = 0};
    for (odind_field field; odind_next_field(&message, &field);) {
        switch (field.number) {
        case 1: event.peer_id = (uint32_t)field.value; break;
        case 2: copy_text(user_id, sizeof user_id, field.bytes); break;
        case 3: event.sequence = field.value; break;
        case 4: event.room_sample = field.value; break;
        case 5:
        case 6:
            event.data = field.bytes.at;
            event.size = (size_t)(field.bytes.end - field.bytes.at);
            break;
        case 8: event.media_id = (uint32_t)field.value; break;
        case 9:
            if (field.bytes.end - field.bytes.at == sizeof event.level_dbfs)
                memcpy(&event.level_dbfs, field.bytes.at, sizeof event.level_dbfs);
            break;
        case 10: event.voice = field.value; break;
        }
    }
    tell(audio, &event);
}

static void take_frames(odind_audio *audio, odind_bytes message) {
    uint32_t dropped = 0;
    odind_bytes left = message;
    for (odind_field field; odind_next_field(&left, &field);)
        if (field.number == 2) dropped = (uint32_t)field.value;
    for (odind_field field; odind_next_field(&message, &field);) {
        if (field.number != 1) continue;
        take_frame(audio, field.bytes, dropped);
        dropped = 0;
    }
}

static void take_count(odind_audio *audio, odind_bytes message, odind_audio_kind kind) {
    odind_audio_event event = {.kind = kind};
    for (odind_field field; odind_next_field(&message, &field);)
        if (field.number == 1) event.samples = field.value;
    tell(audio, &event);
}

static void take_mark(odind_audio *audio, odind_bytes message) {
    char name[257] = "";
    odind_audio_event event = {.kind = ODIND_AUDIO_MARK, .mark = name};
    for (odind_field field; odind_next_field(&message, &field);) {
        if (field.number == 1) copy_text(name, sizeof name, field.bytes);
        if (field.number == 2) event.samples = field.value;
        if (field.number == 3) event.flushed = field.value;
    }
    tell(audio, &event);
}

/* The lane, or the call with it, is over; the first that says so is right. */
static void take_end(odind_audio *audio, odind_bytes message) {
    if (audio->failed) return;
    for (odind_field field; odind_next_field(&message, &field);) {
        if (field.number == 1) copy_text(audio->error.reason, sizeof audio->error.reason, field.bytes);
        if (field.number == 2) copy_text(audio->error.message, sizeof audio->error.message, field.bytes);
        if (field.number == 3) copy_text(audio->error.code, sizeof audio->error.code, field.bytes);
    }
    audio->failed = *audio->error.code;
}

/* Returns whether the call goes on. */
static bool take_response(odind_audio *audio, odind_bytes message) {
    for (odind_field field; odind_next_field(&message, &field);) {
        switch (field.number) {
        case STARTED: grant(audio, field.bytes, 5); break;
        case FLOW: grant(audio, field.bytes, 3); break;
        case FRAMES: take_frames(audio, field.bytes); break;
        case DRAINED: take_count(audio, field.bytes, ODIND_AUDIO_DRAINED); break;
        case FLUSHED: take_count(audio, field.bytes, ODIND_AUDIO_FLUSHED); break;
        case MARK_REACHED: take_mark(audio, field.bytes); break;
        case LANE_ENDED:
        case CALL_ENDED: take_end(audio, field.bytes); return false;
        }
    }
    return true;
}

static void free_audio(odind_audio *audio) {
    close(audio->socket);
    pthread_mutex_destroy(&audio->sending);
    pthread_mutex_destroy(&audio->lock);
    pthread_cond_destroy(&audio->changed);
    free(audio);
}

static void end(odind_audio *audio, bool is_lost) {
    pthread_mutex_lock(&audio->lock);
    if (is_lost && !audio->failed)
        audio->failed = odind_fail(&audio->error, "UNAVAILABLE", "DAEMON_UNREACHABLE", "the daemon, or its worker, is gone");
    audio->is_over = true;
    pthread_cond_broadcast(&audio->changed);
    pthread_mutex_unlock(&audio->lock);
    odind_audio_event event = {.kind = ODIND_AUDIO_ENDED, .error = audio->failed ? &audio->error : NULL};
    tell(audio, &event);
}

static void *run(void *user) {
    odind_audio *audio = user;
    long size = 0;
    bool goes_on = true;
    while (goes_on && !audio->closed && (size = odind_receive(audio->socket, audio->message)) >= 0)
        goes_on = take_response(audio, (odind_bytes){audio->message, audio->message + size});
    end(audio, goes_on && !audio->closed);
    if (audio->by_itself) free_audio(audio);
    return NULL;
}

static bool is_going_on(odind_audio *audio, odind_error *error) {
    if (audio->is_over && audio->failed && error) *error = audio->error;
    else if (audio->is_over) odind_fail(error, "FAILED_PRECONDITION", "CALL_ENDED", "this audio call is over: open another one");
    return !audio->is_over;
}

/* Sends a request of one field, in which `head` stands before `body`. */
static int send_field(odind_audio *audio, uint32_t number, const void *head, size_t head_size, const void *body,
                      size_t body_size, odind_error *error) {
    uint8_t start[LARGEST_HEAD + 600];
    size_t size = odind_put_header(start, number, head_size + body_size);
    if (head_size) memcpy(start + size, head, head_size);
    pthread_mutex_lock(&audio->sending);
    bool is_sent = odind_send(audio->socket, start, size + head_size, body, body_size);
    pthread_mutex_unlock(&audio->sending);
    if (is_sent) return 0;
    pthread_mutex_lock(&audio->lock);
    while (!audio->is_over) pthread_cond_wait(&audio->changed, &audio->lock); /* the thread learns why */
    is_going_on(audio, error);
    pthread_mutex_unlock(&audio->lock);
    return -1;
}

static int send_samples(odind_audio *audio, uint32_t number, const void *samples, size_t size, odind_error *error) {
    uint8_t head[LARGEST_HEAD];
    return send_field(audio, number, head, odind_put_header(head, 1, size), samples, size, error);
}

static int send_bare(odind_audio *audio, uint32_t number, odind_error *error) {
    return send_field(audio, number, NULL, 0, NULL, 0, error);
}

static size_t sample_size(odind_format format) {
    return (format.channels ? format.channels : 1) * (format.sample_format == ODIND_F32LE ? 4 : 2);
}

static bool is_whole(const odind_audio *audio, size_t size, odind_error *error) {
    if (size % audio->sample_size == 0) return true;
    odind_fail(error, "INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", "%zu bytes are no whole number of samples of %zu bytes", size, audio->sample_size);
    return false;
}

/* Takes credit for up to `wanted` samples; returns how many, 0 where there is none and the call does not wait, or -1. */
static long take_credit(odind_audio *audio, size_t wanted, bool waits, odind_error *error) {
    pthread_mutex_lock(&audio->lock);
    while (waits && !audio->is_over && audio->sent >= audio->accepted_until)
        pthread_cond_wait(&audio->changed, &audio->lock);
    long taken = -1;
    if (is_going_on(audio, error)) {
        uint64_t credit = audio->accepted_until - audio->sent;
        taken = (long)(wanted < credit ? wanted : credit);
        audio->sent += (uint64_t)taken;
    }
    pthread_mutex_unlock(&audio->lock);
    return taken;
}

static long write_some(odind_audio *audio, const void *samples, size_t size, bool waits, odind_error *error) {
    size_t wanted = (size < LARGEST_CHUNK ? size : LARGEST_CHUNK) / audio->sample_size;
    long taken = take_credit(audio, wanted, waits, error);
    if (taken <= 0) return taken;
    size_t bytes = (size_t)taken * audio->sample_size;
    return send_samples(audio, CHUNK, samples, bytes, error) ? -1 : (long)bytes;
}

int odind_audio_write(odind_audio *audio, const void *samples, size_t size, odind_error *error) {
    if (!is_whole(audio, size, error)) return -1;
    for (const char *at = samples; size;) {
        long written = write_some(audio, at, size, true, error);
        if (written < 0) return -1;
        at += written;
        size -= (size_t)written;
    }
    return 0;
}

long odind_audio_try_write(odind_audio *audio, const void *samples, size_t size, odind_error *error) {
    if (!is_whole(audio, size, error)) return -1;
    long all = 0, written = 0;
    while ((size_t)all < size && (written = write_some(audio, (const char *)samples + all, size - (size_t)all, false, error)) > 0)
        all += written;
    return written < 0 ? -1 : all;
}

int odind_audio_mark(odind_audio *audio, const char *name, odind_error *error) {
    uint8_t head[LARGEST_HEAD];
    size_t size = strnlen(name, 512);
    return send_field(audio, MARK, head, odind_put_header(head, 1, size), name, size, error);
}

int odind_audio_flush(odind_audio *audio, odind_error *error) { return send_bare(audio, FLUSH, error); }
int odind_audio_pause(odind_audio *audio, odind_error *error) { return send_bare(audio, PAUSE, error); }
int odind_audio_resume(odind_audio *audio, odind_error *error) { return send_bare(audio, RESUME, error); }

int odind_audio_reverse(odind_audio *audio, const void *samples, size_t size, odind_error *error) {
    if (!is_whole(audio, size, error)) return -1;
    for (const char *at = samples; size;) {
        size_t some = size < LARGEST_CHUNK ? size : LARGEST_CHUNK / audio->sample_size * audio->sample_size;
        if (send_samples(audio, REVERSE, at, some, error)) return -1;
        at += some;
        size -= some;
    }
    return 0;
}

int odind_audio_drain(odind_audio *audio, odind_error *error) {
    pthread_mutex_lock(&audio->sending);
    odind_send(audio->socket, NULL, 0, NULL, 0); /* nothing more comes; whether that is known, the thread learns */
    pthread_mutex_unlock(&audio->sending);
    pthread_mutex_lock(&audio->lock);
    while (!audio->is_over) pthread_cond_wait(&audio->changed, &audio->lock);
    bool failed = audio->failed;
    if (failed && error) *error = audio->error;
    pthread_mutex_unlock(&audio->lock);
    return failed ? -1 : 0;
}

void odind_audio_close(odind_audio *audio) {
    if (!audio) return;
    bool is_own_thread = pthread_equal(pthread_self(), audio->thread);
    audio->by_itself = is_own_thread;
    audio->closed = true;
    shutdown(audio->socket, SHUT_RDWR);
    if (is_own_thread) {
        pthread_detach(audio->thread);
        return;
    }
    pthread_join(audio->thread, NULL);
    free_audio(audio);
}

static size_t put_format(uint8_t *to, uint32_t number, odind_format format) {
    uint8_t inner[40];
    if (!format.sample_rate_hz) return 0;
    size_t size = odind_put_number(inner, 1, format.sample_rate_hz);
    size += odind_put_number(inner + size, 2, format.channels);
    size += odind_put_number(inner + size, 3, format.sample_format);
    return odind_put_bytes(to, number, inner, size);
}

static int send_config(odind_audio *audio, odind_error *error) {
    uint8_t head[512];
    const odind_audio_config *config = &audio->config;
    size_t size = odind_put_bytes(head, 1, config->connection_id, strnlen(config->connection_id, 300));
    size += put_format(head + size, 2, config->send);
    size += put_format(head + size, 3, config->receive);
    size += odind_put_number(head + size, 4, config->per_peer ? 2 : config->receive.sample_format == ODIND_OPUS ? 2 : 1);
    return send_field(audio, CONFIG, head, size, NULL, 0, error);
}

static int start(odind_audio *audio, const char *ticket, odind_error *error) {
    uint8_t hello[4400];
    size_t size = *ticket ? odind_put_bytes(hello, 1, ticket, strnlen(ticket, 4300)) : 0;
    if (!odind_send(audio->socket, hello, size, NULL, 0))
        return odind_fail(error, "UNAVAILABLE", "DAEMON_UNREACHABLE", "the audio socket was closed at once");
    if (send_config(audio, error)) return -1;
    pthread_mutex_lock(&audio->lock);
    while (!audio->is_started && !audio->is_over) pthread_cond_wait(&audio->changed, &audio->lock);
    bool is_started = audio->is_started || is_going_on(audio, error);
    pthread_mutex_unlock(&audio->lock);
    return is_started ? 0 : -1;
}

static odind_audio *make(int socket, const odind_audio_config *config) {
    odind_audio *audio = calloc(1, sizeof *audio);
    if (!audio) return NULL;
    audio->socket = socket;
    audio->config = *config;
    audio->sample_size = sample_size(config->send);
    pthread_mutex_init(&audio->sending, NULL);
    pthread_mutex_init(&audio->lock, NULL);
    pthread_cond_init(&audio->changed, NULL);
    if (!pthread_create(&audio->thread, NULL, run, audio)) return audio;
    audio->socket = -1;
    free_audio(audio);
    return NULL;
}

static const char *text_of(const cJSON *object, const char *name) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

/* Writes what is shown at the socket: a connection's own has a ticket, or asks for nothing; one that the user has named
   asks who calls. */
static void write_bearer(const odind *daemon, const char *ticket, bool is_named, char *bearer, size_t size) {
    char *found = !is_named ? strdup(ticket) : daemon->bearer ? strdup(daemon->bearer) : odind_find_bearer();
    snprintf(bearer, size, "%s", found ? found : "");
    free(found);
}

/* Connects with the socket that ODIND_AUDIO_SOCKET names, or with that of the connection. */
static int dial(odind *daemon, const char *connection_id, char *bearer, size_t size, odind_error *error) {
    cJSON *request = cJSON_CreateObject();
    cJSON_AddStringToObject(request, "connectionId", connection_id);
    cJSON *answer = odind_ask(daemon, "RoomService/GetConnection", request, error);
    cJSON *connection = cJSON_GetObjectItemCaseSensitive(answer, "connection");
    const char *named = getenv("ODIND_AUDIO_SOCKET");
    bool is_named = named && *named;
    const char *target = is_named ? named : text_of(connection, "audioSocket");
    write_bearer(daemon, text_of(connection, "audioTicket"), is_named, bearer, size);
    int fd = -1;
    if (answer && *target) fd = odind_dial(target, error);
    else if (answer)
        odind_fail(error, "FAILED_PRECONDITION", "AUDIO_SOCKET_MISSING",
                   "the daemon has no audio socket for us: see its settings `audio_socket`, or name one in ODIND_AUDIO_SOCKET");
    cJSON_Delete(request);
    cJSON_Delete(answer);
    return fd;
}

odind_audio *odind_audio_open(odind *daemon, const odind_audio_config *config, odind_error *error) {
    char bearer[4300];
    int fd = dial(daemon, config->connection_id, bearer, sizeof bearer, error);
    if (fd < 0) return NULL;
    odind_audio *audio = make(fd, config);
    if (!audio) {
        close(fd);
        odind_fail(error, "RESOURCE_EXHAUSTED", "OUT_OF_MEMORY", "there is no memory, or no thread, for an audio call");
    } else if (start(audio, bearer, error)) {
        audio->closed = true; /* the error says it */
        odind_audio_close(audio);
        audio = NULL;
    }
    return audio;
}
