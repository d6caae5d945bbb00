/* Errors: ours, and those that the daemon answers with. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

int odind_fail(odind_error *error, const char *code, const char *reason, const char *format, ...) {
    if (!error) return -1;
    snprintf(error->code, sizeof error->code, "%s", code);
    snprintf(error->reason, sizeof error->reason, "%s", reason);
    *error->metadata = 0;
    va_list values;
    va_start(values, format);
    vsnprintf(error->message, sizeof error->message, format, values);
    va_end(values);
    return -1;
}

static const char *text_of(const cJSON *object, const char *name, const char *otherwise) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : otherwise;
}

/* Connect calls the code "not_found" where gRPC says NOT_FOUND, and "canceled" where gRPC says CANCELLED. */
static void name_code(odind_error *error, const char *connects) {
    snprintf(error->code, sizeof error->code, "%s", strcmp(connects, "canceled") ? connects : "cancelled");
    for (char *at = error->code; *at; at++) *at = (char)toupper((unsigned char)*at);
}

/* The daemon's own among the details of an error, or NULL. */
static const cJSON *info_of(const cJSON *answer) {
    const cJSON *detail;
    cJSON_ArrayForEach(detail, cJSON_GetObjectItemCaseSensitive(answer, "details")) {
        const cJSON *info = cJSON_GetObjectItemCaseSensitive(detail, "debug");
        if (!strcmp(text_of(detail, "type", ""), "google.rpc.ErrorInfo") && !strcmp(text_of(info, "domain", ""), "odind"))
            return info;
    }
    return NULL;
}

static void copy_metadata(odind_error *error, const cJSON *info) {
    cJSON *metadata = cJSON_GetObjectItemCaseSensitive(info, "metadata");
    if (!cJSON_IsObject(metadata) || !cJSON_PrintPreallocated(metadata, error->metadata, sizeof error->metadata, false))
        *error->metadata = 0;
}

int odind_fail_with_answer(odind_error *error, long status, const char *answer) {
    cJSON *parsed = cJSON_Parse(answer);
    const cJSON *info = info_of(parsed);
    if (cJSON_IsObject(parsed)) {
        odind_fail(error, "", text_of(info, "reason", ""), "%s", text_of(parsed, "message", ""));
        if (error) {
            name_code(error, text_of(parsed, "code", "unknown"));
            copy_metadata(error, info);
            if (!info && !strcmp(error->code, "UNAVAILABLE")) strcpy(error->reason, "DAEMON_UNREACHABLE");
        }
    } else {
        odind_fail(error, "INTERNAL", "ANSWER_INVALID",
                   "the answer has the HTTP status %ld and is no error of odind: is this the address of a daemon?", status);
    }
    cJSON_Delete(parsed);
    return -1;
}
