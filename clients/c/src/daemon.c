/* A daemon: where it is, and who asks it. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* Whether what is sent there can be read by others on its way, or -1 where this is no URL. */
static int is_open_to_others(const char *text) {
    struct in_addr address;
    char *scheme = NULL, *host = NULL;
    CURLU *url = curl_url();
    int result = -1;
    if (!curl_url_set(url, CURLUPART_URL, text, 0) && !curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) &&
        !curl_url_get(url, CURLUPART_HOST, &host, 0)) {
        bool is_here = !strcmp(host, "localhost") || !strcmp(host, "[::1]") ||
                       (inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127);
        result = strcmp(scheme, "https") && !is_here;
    }
    curl_free(scheme);
    curl_free(host);
    curl_url_cleanup(url);
    return result;
}

static void strip_slash(char *url) {
    size_t size = strlen(url);
    if (size && url[size - 1] == '/') url[size - 1] = 0;
}

static const char *default_url(void) {
    const char *url = getenv("ODIND_HTTP");
    return url && *url ? url : "http://127.0.0.1:7711";
}

odind *odind_open(const char *url, const char *bearer, odind_error *error) {
    if (!url) url = default_url();
    int is_open = is_open_to_others(url);
    if (is_open) {
        if (is_open < 0)
            odind_fail(error, "INVALID_ARGUMENT", "TARGET_INVALID", "%s is no URL: it is like http://127.0.0.1:7711", url);
        else
            odind_fail(error, "INVALID_ARGUMENT", "KEY_UNPROTECTED",
                       "a credential must not leave this machine in the clear, as it would to %s: use https://", url);
        return NULL;
    }
    odind *daemon = calloc(1, sizeof *daemon);
    if (daemon) {
        daemon->url = strdup(url);
        daemon->bearer = bearer ? strdup(bearer) : NULL;
    }
    if (!daemon || !daemon->url || (bearer && !daemon->bearer)) {
        odind_fail(error, "RESOURCE_EXHAUSTED", "OUT_OF_MEMORY", "there is no memory for a daemon");
        odind_close(daemon);
        return NULL;
    }
    strip_slash(daemon->url);
    return daemon;
}

void odind_close(odind *daemon) {
    if (!daemon) return;
    free(daemon->url);
    free(daemon->bearer);
    free(daemon);
}

char *odind_join(odind *daemon, const char *room_id, const char *user_id, odind_error *error) {
    cJSON *request = cJSON_CreateObject();
    cJSON_AddStringToObject(request, "roomId", room_id);
    cJSON_AddStringToObject(request, "userId", user_id);
    cJSON_AddStringToObject(request, "linger", "10s");
    cJSON *answer = odind_ask(daemon, "RoomService/JoinRoom", request, error);
    cJSON *connection = cJSON_GetObjectItemCaseSensitive(answer, "connection");
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(connection, "connectionId"));
    char *own = id ? strdup(id) : NULL;
    if (answer && !own) odind_fail(error, "INTERNAL", "ANSWER_INVALID", "the answer to JoinRoom names no connection");
    cJSON_Delete(request);
    cJSON_Delete(answer);
    return own;
}

int odind_leave(odind *daemon, const char *connection_id, odind_error *error) {
    cJSON *request = cJSON_CreateObject();
    cJSON_AddStringToObject(request, "connectionId", connection_id);
    cJSON *answer = odind_ask(daemon, "RoomService/LeaveRoom", request, error);
    int result = answer ? 0 : -1;
    cJSON_Delete(request);
    cJSON_Delete(answer);
    return result;
}
