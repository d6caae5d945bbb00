/* Watches: the daemon's events as Server-Sent Events, docs/HTTP.md, on a thread. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static const int FIRST_REST_MS = 100;
static const int LONGEST_REST_MS = 5000;
static const size_t LONGEST_LINE = 16u << 20;

struct odind_watch {
    odind *daemon;
    char path[512];
    odind_on_event *on_event;
    void *user;
    CURLM *transfers;
    pthread_t thread;
    atomic_bool over; /* the caller wants to hear no more */
    bool by_itself;   /* closed in its own callback: the thread frees it */
    long status;      /* of the present request; 0 until it is known */
    odind_text line, answer;
    char last[32]; /* the sequence of the last event that was told */
    int rest_ms;
};

static void take_line(odind_watch *watch, char *line) {
    if (!strncmp(line, "id: ", 4)) snprintf(watch->last, sizeof watch->last, "%s", line + 4);
    if (strncmp(line, "data: ", 6)) return;
    watch->rest_ms = FIRST_REST_MS;
    watch->on_event(watch->user, line + 6, NULL);
}

static bool take_lines(odind_watch *watch, const char *data, size_t size) {
    for (const char *end; (end = memchr(data, '\n', size));) {
        size_t length = (size_t)(end - data);
        if (!odind_text_add(&watch->line, data, length)) return false;
        if (watch->line.size && watch->line.at[watch->line.size - 1] == '\r') watch->line.at[watch->line.size - 1] = 0;
        if (!watch->over) take_line(watch, watch->line.at);
        watch->line.size = 0;
        data = end + 1;
        size -= length + 1;
    }
    return watch->line.size + size <= LONGEST_LINE && odind_text_add(&watch->line, data, size);
}

/* What libcurl hands over: events of a stream, or the text of an error. */
static size_t take(char *data, size_t one, size_t size, void *user) {
    (void)one;
    odind_watch *watch = user;
    bool is_taken = watch->status == 200 ? take_lines(watch, data, size) : odind_text_add(&watch->answer, data, size);
    return is_taken && !watch->over ? size : 0;
}

static size_t take_header(char *data, size_t one, size_t size, void *user) {
    (void)one;
    odind_watch *watch = user;
    if (size > 12 && !strncmp(data, "HTTP/", 5)) watch->status = strtol(data + 9, NULL, 10);
    return size;
}

static void transfer(odind_watch *watch, CURL *request) {
    int running = 1;
    curl_multi_add_handle(watch->transfers, request);
    while (running && !watch->over) {
        if (curl_multi_perform(watch->transfers, &running) != CURLM_OK) break;
        if (running) curl_multi_poll(watch->transfers, NULL, 0, 1000, NULL);
    }
    curl_multi_remove_handle(watch->transfers, request);
}

static void ask_once(odind_watch *watch) {
    char line[64];
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: text/event-stream");
    if (*watch->last) {
        snprintf(line, sizeof line, "Last-Event-ID: %s", watch->last);
        headers = curl_slist_append(headers, line);
    }
    watch->status = 0;
    watch->line.size = watch->answer.size = 0;
    CURL *request = odind_request(watch->daemon, watch->path, &headers, NULL);
    if (request) {
        curl_easy_setopt(request, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(request, CURLOPT_LOW_SPEED_LIMIT, 1L); /* the daemon says something every 15 s */
        curl_easy_setopt(request, CURLOPT_LOW_SPEED_TIME, 45L);
        curl_easy_setopt(request, CURLOPT_HEADERFUNCTION, take_header);
        curl_easy_setopt(request, CURLOPT_HEADERDATA, watch);
        curl_easy_setopt(request, CURLOPT_WRITEFUNCTION, take);
        curl_easy_setopt(request, CURLOPT_WRITEDATA, watch);
        transfer(watch, request);
    }
    curl_easy_cleanup(request);
    curl_slist_free_all(headers);
}

/* Refusals are final; a daemon that is away, busy or starting is asked again. */
static bool is_refused(const odind_watch *watch) {
    return watch->status >= 400 && watch->status < 500 && watch->status != 429;
}

static void rest(odind_watch *watch) {
    curl_multi_poll(watch->transfers, NULL, 0, watch->rest_ms, NULL); /* until the time is over, or it is woken */
    watch->rest_ms = watch->rest_ms * 2 < LONGEST_REST_MS ? watch->rest_ms * 2 : LONGEST_REST_MS;
}

static void free_watch(odind_watch *watch) {
    curl_multi_cleanup(watch->transfers);
    free(watch->line.at);
    free(watch->answer.at);
    free(watch);
}

static void *run(void *user) {
    odind_watch *watch = user;
    while (!watch->over) {
        ask_once(watch);
        if (watch->over) break;
        if (is_refused(watch)) {
            odind_error error = {0};
            odind_fail_with_answer(&error, watch->status, watch->answer.at ? watch->answer.at : "");
            watch->on_event(watch->user, NULL, &error);
            break;
        }
        rest(watch);
    }
    if (watch->by_itself) free_watch(watch);
    return NULL;
}

static int write_path(odind_watch *watch, const char *connection_id) {
    if (!connection_id) return snprintf(watch->path, sizeof watch->path, "/v1/events?snapshot_if_expired=1");
    char *escaped = curl_easy_escape(NULL, connection_id, 0);
    int size = snprintf(watch->path, sizeof watch->path, "/v1/events?snapshot_if_expired=1&connection_id=%s", escaped ? escaped : "");
    curl_free(escaped);
    return size;
}

odind_watch *odind_watch_open(odind *daemon, const char *connection_id, odind_on_event *on_event, void *user,
                              odind_error *error) {
    odind_watch *watch = calloc(1, sizeof *watch);
    if (watch && (watch->transfers = curl_multi_init()) && write_path(watch, connection_id) < (int)sizeof watch->path) {
        watch->daemon = daemon;
        watch->on_event = on_event;
        watch->user = user;
        watch->rest_ms = FIRST_REST_MS;
        if (!pthread_create(&watch->thread, NULL, run, watch)) return watch;
    }
    odind_fail(error, "RESOURCE_EXHAUSTED", "OUT_OF_MEMORY", "there is no memory, or no thread, for a watch");
    if (watch) free_watch(watch);
    return NULL;
}

void odind_watch_close(odind_watch *watch) {
    if (!watch) return;
    if (pthread_equal(pthread_self(), watch->thread)) {
        watch->by_itself = true;
        watch->over = true;
        pthread_detach(watch->thread);
        return;
    }
    watch->over = true;
    curl_multi_wakeup(watch->transfers);
    pthread_join(watch->thread, NULL);
    free_watch(watch);
}
