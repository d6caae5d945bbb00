/* Calls over HTTP, as docs/HTTP.md describes them. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static const long CALL_SECONDS = 20;

static void start_curl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

bool odind_text_add(odind_text *text, const char *data, size_t size) {
    char *at = realloc(text->at, text->size + size + 1);
    if (!at) return false;
    memcpy(at + text->size, data, size);
    text->at = at;
    text->size += size;
    at[text->size] = 0;
    return true;
}

static size_t collect(char *data, size_t one, size_t size, void *user) {
    (void)one;
    return odind_text_add(user, data, size) ? size : 0;
}

/* The cookie is another one after each start of the daemon, so it is read anew. */
static bool add_bearer(const odind *daemon, struct curl_slist **headers) {
    char *found = daemon->bearer ? strdup(daemon->bearer) : odind_find_bearer();
    char line[4200];
    if (!found) return true;
    int size = snprintf(line, sizeof line, "Authorization: Bearer %s", found);
    free(found);
    struct curl_slist *more = size < (int)sizeof line ? curl_slist_append(*headers, line) : NULL;
    if (more) *headers = more;
    return more;
}

CURL *odind_request(const odind *daemon, const char *path, struct curl_slist **headers, odind_error *error) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_curl);
    CURL *request = curl_easy_init();
    size_t size = strlen(daemon->url) + strlen(path) + 1;
    char *url = malloc(size);
    if (!request || !url || !add_bearer(daemon, headers)) {
        odind_fail(error, "RESOURCE_EXHAUSTED", "OUT_OF_MEMORY", "there is no memory for a request");
        curl_easy_cleanup(request);
        free(url);
        return NULL;
    }
    snprintf(url, size, "%s%s", daemon->url, path);
    curl_easy_setopt(request, CURLOPT_URL, url); /* which curl copies */
    free(url);
    curl_easy_setopt(request, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(request, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(request, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(request, CURLOPT_USERAGENT, "odind-c");
    return request;
}

int odind_unreachable(odind_error *error, const odind *daemon, CURLcode code) {
    if (code == CURLE_OPERATION_TIMEDOUT)
        return odind_fail(error, "DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED", "%s has not answered in time", daemon->url);
    return odind_fail(error, "UNAVAILABLE", "DAEMON_UNREACHABLE", "there is no daemon at %s (%s): start it with `odind serve`, or name another URL",
                      daemon->url, curl_easy_strerror(code));
}

static int perform(const odind *daemon, CURL *request, struct curl_slist *headers, const char *body, odind_text *answer,
                   odind_error *error) {
    long status = 0;
    curl_easy_setopt(request, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(request, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(request, CURLOPT_TIMEOUT, CALL_SECONDS);
    curl_easy_setopt(request, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(request, CURLOPT_WRITEDATA, answer);
    CURLcode code = curl_easy_perform(request);
    if (code != CURLE_OK) return odind_unreachable(error, daemon, code);
    curl_easy_getinfo(request, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return odind_fail_with_answer(error, status, answer->at ? answer->at : "");
    return odind_text_add(answer, "", 0) ? 0 : -1;
}

char *odind_call(odind *daemon, const char *method, const char *body, odind_error *error) {
    char path[256];
    odind_text answer = {0};
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    snprintf(path, sizeof path, "/odind.v1.%s", method);
    CURL *request = odind_request(daemon, path, &headers, error);
    int failed = request ? perform(daemon, request, headers, body, &answer, error) : -1;
    curl_easy_cleanup(request);
    curl_slist_free_all(headers);
    if (!failed) return answer.at;
    free(answer.at);
    return NULL;
}

cJSON *odind_ask(odind *daemon, const char *method, const cJSON *request, odind_error *error) {
    char *body = cJSON_PrintUnformatted(request);
    char *answer = body ? odind_call(daemon, method, body, error) : NULL;
    cJSON *parsed = answer ? cJSON_Parse(answer) : NULL;
    if (!body) odind_fail(error, "RESOURCE_EXHAUSTED", "OUT_OF_MEMORY", "there is no memory for a request");
    if (answer && !parsed) odind_fail(error, "INTERNAL", "ANSWER_INVALID", "the answer to %s is no JSON", method);
    cJSON_free(body);
    free(answer);
    return parsed;
}
