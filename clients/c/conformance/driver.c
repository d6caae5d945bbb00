/* libodind as `odind conformance` drives it over HTTP; docs/CONFORMANCE.md describes the lines. What libodind does not
   have is answered as unsupported: deadlines and cancelling of calls, and watches that end with their daemon. */
#include <cjson/cJSON.h>
#include <odind.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "naming.h"

/* A daemon, and how many orders use it. */
typedef struct house {
    odind *daemon;
    int users;
} house;

typedef struct order {
    cJSON *json;
    const cJSON *args;
    int id;
    odind_error error;
} order;

typedef struct following {
    int id;
    odind_watch *watch;
} following;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of what follows */
static house *present;
static following followed[64];
static pthread_mutex_t printing = PTHREAD_MUTEX_INITIALIZER;

/* What performs an order: returns the result, NULL with an error, or UNSUPPORTED. */
typedef cJSON *operation(order *given, odind *daemon);
static cJSON unsupported_result;
static cJSON *const UNSUPPORTED = &unsupported_result;

/* Prints a line, and takes the value. */
static void tell(int id, const char *kind, cJSON *value) {
    cJSON *line = cJSON_CreateObject();
    cJSON_AddNumberToObject(line, "id", id);
    cJSON_AddItemToObject(line, kind, value);
    char *text = cJSON_PrintUnformatted(line);
    pthread_mutex_lock(&printing);
    puts(text);
    fflush(stdout);
    pthread_mutex_unlock(&printing);
    cJSON_free(text);
    cJSON_Delete(line);
}

static cJSON *error_as_json(const odind_error *error) {
    cJSON *told = cJSON_CreateObject();
    cJSON_AddStringToObject(told, "code", error->code);
    cJSON_AddStringToObject(told, "reason", error->reason);
    cJSON_AddStringToObject(told, "message", error->message);
    cJSON_AddItemToObject(told, "metadata", cJSON_Parse(*error->metadata ? error->metadata : "{}"));
    return told;
}

static house *enter(void) {
    pthread_mutex_lock(&lock);
    house *entered = present;
    if (entered) entered->users++;
    pthread_mutex_unlock(&lock);
    return entered;
}

static void go_out(house *from) {
    pthread_mutex_lock(&lock);
    bool was_last = from && --from->users == 0;
    pthread_mutex_unlock(&lock);
    if (!was_last) return;
    odind_close(from->daemon);
    free(from);
}

static const char *text_of(const cJSON *object, const char *name) {
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

/* Calls a method with a request, which it takes, and returns the answer with the names of the proto. */
static cJSON *ask(order *given, odind *daemon, const char *method, cJSON *request) {
    char *text = cJSON_PrintUnformatted(request);
    char *answer = odind_call(daemon, method, text, &given->error);
    cJSON *parsed = answer ? with_names_of_proto(cJSON_Parse(answer)) : NULL;
    free(answer);
    cJSON_free(text);
    cJSON_Delete(request);
    return parsed;
}

/* A request with those args that are there, under the same names. */
static cJSON *request_of(const order *given, const char *const *names) {
    cJSON *request = cJSON_CreateObject();
    for (; *names; names++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(given->args, *names);
        if (value && !cJSON_IsNull(value)) cJSON_AddItemToObject(request, *names, cJSON_Duplicate(value, true));
    }
    return request;
}

/* Puts a payload of an order into a request, if there is one. */
static void add_payload(cJSON *request, const char *name, const cJSON *payload) {
    if (!cJSON_IsObject(payload)) return;
    cJSON *message = cJSON_AddObjectToObject(request, name);
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(payload, "json");
    if (json) {
        char *text = cJSON_PrintUnformatted(json);
        cJSON_AddStringToObject(message, "json", text);
        cJSON_free(text);
    } else {
        cJSON_AddStringToObject(message, "data", text_of(payload, "base64"));
    }
}

/* Takes a field out of an answer. */
static cJSON *taken_out(cJSON *answer, const char *name) {
    cJSON *value = answer ? cJSON_DetachItemFromObjectCaseSensitive(answer, name) : NULL;
    if (answer && !value) value = cJSON_CreateObject();
    cJSON_Delete(answer);
    return value;
}

static cJSON *emptied(cJSON *answer) {
    cJSON *empty = answer ? cJSON_CreateObject() : NULL;
    cJSON_Delete(answer);
    return empty;
}

static cJSON *hello(order *given, odind *daemon) {
    static const char *const features[] = {"http", "watch", "follow", "u64", "raw", "environment", "parallel"};
    (void)given;
    (void)daemon;
    cJSON *told = cJSON_CreateObject();
    cJSON_AddNumberToObject(told, "protocol", 1);
    cJSON_AddStringToObject(told, "client", "c");
    cJSON_AddStringToObject(told, "version", "0.1.0");
    cJSON_AddItemToObject(told, "features", cJSON_CreateStringArray(features, sizeof features / sizeof *features));
    return told;
}

static void stop_following(int but_id) {
    for (size_t n = 0; n < sizeof followed / sizeof *followed; n++) {
        pthread_mutex_lock(&lock);
        following ended = followed[n];
        if (ended.watch) followed[n] = (following){0};
        pthread_mutex_unlock(&lock);
        if (!ended.watch || ended.id == but_id) continue;
        odind_watch_close(ended.watch);
        tell(ended.id, "error", cJSON_Parse("{\"code\": \"CANCELLED\"}"));
    }
}

/* Calls that are on their way end with the daemon that they ask. */
static cJSON *close_all(order *given, odind *daemon) {
    (void)given;
    (void)daemon;
    stop_following(-1);
    pthread_mutex_lock(&lock);
    house *left = present;
    present = NULL;
    pthread_mutex_unlock(&lock);
    go_out(left);
    return cJSON_CreateObject();
}

static void set_environment(const cJSON *variables, bool is_over) {
    const cJSON *variable;
    cJSON_ArrayForEach(variable, variables) {
        if (is_over || cJSON_IsNull(variable)) unsetenv(variable->string);
        else setenv(variable->string, cJSON_GetStringValue(variable), 1);
    }
}

/* The variables stay until the next connection: libodind looks for its key when it calls. */
static cJSON *connect_to(order *given, odind *daemon) {
    static cJSON *variables;
    cJSON_Delete(close_all(given, daemon));
    if (cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(given->args, "call_timeout_ms"))) return UNSUPPORTED;
    set_environment(variables, true);
    cJSON_Delete(variables);
    variables = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(given->args, "environment"), true);
    set_environment(variables, false);
    house *built = calloc(1, sizeof *built);
    built->daemon = odind_open(text_of(given->args, "target"), text_of(given->args, "api_key"), &given->error);
    built->users = 1;
    if (!built->daemon) {
        free(built);
        return NULL;
    }
    pthread_mutex_lock(&lock);
    present = built;
    pthread_mutex_unlock(&lock);
    return cJSON_CreateObject();
}

static cJSON *info(order *given, odind *daemon) {
    return ask(given, daemon, "ServerService/GetInfo", cJSON_CreateObject());
}

static cJSON *join(order *given, odind *daemon) {
    cJSON *request = request_of(given, (const char *[]){"room_id", "user_id", NULL});
    const cJSON *linger_ms = cJSON_GetObjectItemCaseSensitive(given->args, "linger_ms");
    char linger[64];
    if (cJSON_IsNumber(linger_ms)) {
        snprintf(linger, sizeof linger, "%.3fs", linger_ms->valuedouble / 1000);
        cJSON_AddStringToObject(request, "linger", linger);
    }
    add_payload(request, "user_data", cJSON_GetObjectItemCaseSensitive(given->args, "user_data"));
    return taken_out(ask(given, daemon, "RoomService/JoinRoom", request), "connection");
}

static cJSON *leave(order *given, odind *daemon) {
    return odind_leave(daemon, text_of(given->args, "connection_id"), &given->error) ? NULL : cJSON_CreateObject();
}

static cJSON *get(order *given, odind *daemon) {
    cJSON *request = request_of(given, (const char *[]){"connection_id", NULL});
    return taken_out(ask(given, daemon, "RoomService/GetConnection", request), "connection");
}

/* Adds the ids of a page, and returns its token, or NULL at the end. */
static cJSON *take_page(cJSON *page, cJSON *ids) {
    const cJSON *connection;
    cJSON_ArrayForEach(connection, cJSON_GetObjectItemCaseSensitive(page, "connections"))
        cJSON_AddItemToArray(ids, cJSON_CreateString(text_of(connection, "connection_id")));
    cJSON *token = cJSON_DetachItemFromObjectCaseSensitive(page, "next_page_token");
    cJSON_Delete(page);
    if (token && *cJSON_GetStringValue(token)) return token;
    cJSON_Delete(token);
    return NULL;
}

static cJSON *list(order *given, odind *daemon) {
    cJSON *listed = cJSON_CreateObject(), *ids = cJSON_AddArrayToObject(listed, "connection_ids"), *token = NULL;
    do {
        cJSON *request = request_of(given, (const char *[]){"page_size", NULL});
        if (token) cJSON_AddItemToObject(request, "page_token", token);
        cJSON *page = ask(given, daemon, "RoomService/ListConnections", request);
        if (!page) {
            cJSON_Delete(listed);
            return NULL;
        }
        token = take_page(page, ids);
    } while (token);
    return listed;
}

static cJSON *user_data(order *given, odind *daemon) {
    cJSON *request = request_of(given, (const char *[]){"connection_id", NULL});
    add_payload(request, "user_data", cJSON_GetObjectItemCaseSensitive(given->args, "payload"));
    return emptied(ask(given, daemon, "RoomService/UpdateUserData", request));
}

static cJSON *message(order *given, odind *daemon) {
    cJSON *request = request_of(given, (const char *[]){"connection_id", "peer_ids", NULL});
    add_payload(request, "message", cJSON_GetObjectItemCaseSensitive(given->args, "payload"));
    return emptied(ask(given, daemon, "RoomService/SendMessage", request));
}

static cJSON *raw(order *given, odind *daemon) {
    char *answer = odind_call(daemon, text_of(given->args, "method"), text_of(given->args, "json"), &given->error);
    cJSON *parsed = answer ? with_names_of_proto(cJSON_Parse(answer)) : NULL;
    free(answer);
    return parsed;
}

static void on_event(void *user, const char *json, const odind_error *ended) {
    int id = (int)(intptr_t)user;
    if (json) tell(id, "item", with_names_of_proto(cJSON_Parse(json)));
    else tell(id, "error", error_as_json(ended));
}

/* Its lines come from the watch's thread. */
static bool follow(order *given, odind *daemon) {
    const cJSON *ids = cJSON_GetObjectItemCaseSensitive(given->args, "connection_ids");
    if (cJSON_GetArraySize(ids) > 1) return false;
    const char *id = cJSON_GetStringValue(cJSON_GetArrayItem(ids, 0));
    odind_watch *watch = odind_watch_open(daemon, id, on_event, (void *)(intptr_t)given->id, &given->error);
    pthread_mutex_lock(&lock);
    for (size_t n = 0; watch && n < sizeof followed / sizeof *followed; n++) {
        if (followed[n].watch) continue;
        followed[n] = (following){given->id, watch};
        watch = NULL;
    }
    pthread_mutex_unlock(&lock);
    odind_watch_close(watch); /* where there is no place for it */
    return true;
}

static const struct {
    const char *name;
    operation *perform;
    bool needs_daemon;
} operations[] = {
    {"hello", hello, false}, {"connect", connect_to, false}, {"close", close_all, false}, {"info", info, true},
    {"join", join, true},    {"leave", leave, true},         {"get", get, true},          {"list", list, true},
    {"user_data", user_data, true}, {"message", message, true}, {"raw", raw, true},
};

static cJSON *perform(order *given, odind *daemon) {
    const char *op = text_of(given->json, "op");
    for (size_t n = 0; n < sizeof operations / sizeof *operations; n++)
        if (!strcmp(operations[n].name, op) && (daemon || !operations[n].needs_daemon))
            return operations[n].perform(given, daemon);
    return UNSUPPORTED;
}

static void *run(void *user) {
    order *given = user;
    house *entered = enter();
    odind *daemon = entered ? entered->daemon : NULL;
    bool is_following = daemon && !strcmp(text_of(given->json, "op"), "follow") && follow(given, daemon);
    cJSON *result = is_following ? NULL : perform(given, daemon);
    if (result == UNSUPPORTED) tell(given->id, "unsupported", cJSON_CreateTrue());
    else if (result) tell(given->id, "result", result);
    else if (!is_following || *given->error.code) tell(given->id, "error", error_as_json(&given->error));
    go_out(entered);
    cJSON_Delete(given->json);
    free(given);
    return NULL;
}

static void begin(const char *line) {
    order *given = calloc(1, sizeof *given);
    pthread_t thread;
    given->json = cJSON_Parse(line);
    given->args = cJSON_GetObjectItemCaseSensitive(given->json, "args");
    given->id = (int)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(given->json, "id"));
    if (!strcmp(text_of(given->json, "op"), "connect")) run(given); /* those that come later need it */
    else if (!pthread_create(&thread, NULL, run, given)) pthread_detach(thread);
    else abort();
}

int main(void) {
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0) begin(line);
    free(line);
    exit(0); /* whoever still waits for an answer waits no more */
}
