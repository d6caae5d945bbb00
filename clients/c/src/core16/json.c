/* JSON of the daemon's calls and events. */
#include <stdlib.h>
#include <string.h>

#include "core.h"

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const char *core_member_text(const cJSON *object, const char *name) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

/* 64-bit numbers are texts in protobuf's JSON. */
uint64_t core_member_number(const cJSON *object, const char *name) {
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    if (cJSON_IsString(member)) return strtoull(member->valuestring, NULL, 10);
    return cJSON_IsNumber(member) && member->valuedouble > 0 ? (uint64_t)member->valuedouble : 0;
}

static char *base64(const uint8_t *data, size_t size) {
    char *text = malloc((size + 2) / 3 * 4 + 1), *at = text;
    if (!text) return NULL;
    for (size_t done = 0; done < size; done += 3) {
        size_t left = size - done;
        uint32_t bits = (uint32_t)data[done] << 16 | (left > 1 ? (uint32_t)data[done + 1] << 8 : 0) | (left > 2 ? data[done + 2] : 0);
        *at++ = DIGITS[bits >> 18];
        *at++ = DIGITS[bits >> 12 & 63];
        *at++ = left > 1 ? DIGITS[bits >> 6 & 63] : '=';
        *at++ = left > 2 ? DIGITS[bits & 63] : '=';
    }
    *at = 0;
    return text;
}

static uint8_t *unbase64(const char *text, size_t *size) {
    uint8_t *data = malloc(strlen(text) / 4 * 3 + 3), *at = data;
    uint32_t bits = 0;
    int count = 0;
    for (const char *digit; data && *text && (digit = strchr(DIGITS, *text)); text++) {
        bits = bits << 6 | (uint32_t)(digit - DIGITS);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        *at++ = (uint8_t)(bits >> count);
    }
    *size = data ? (size_t)(at - data) : 0;
    return data;
}

static bool is_object(const uint8_t *data, size_t size) {
    cJSON *parsed = size && *data == '{' ? cJSON_ParseWithLength((const char *)data, size) : NULL;
    bool is = cJSON_IsObject(parsed);
    cJSON_Delete(parsed);
    return is;
}

/* Returns a Payload: a JSON object as such, anything else as bytes. */
cJSON *core_payload(const uint8_t *data, size_t size) {
    cJSON *payload = cJSON_CreateObject();
    bool is_json = is_object(data, size);
    char *text = is_json ? strndup((const char *)data, size) : base64(data, size);
    cJSON_AddStringToObject(payload, is_json ? "json" : "data", text ? text : "");
    free(text);
    return payload;
}

/* Returns the bytes of a Payload, to be freed; a 0 follows them. */
uint8_t *core_payload_bytes(const cJSON *payload, size_t *size) {
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(payload, "json");
    if (!cJSON_IsString(json)) return unbase64(core_member_text(payload, "data"), size);
    *size = strlen(json->valuestring);
    return (uint8_t *)strdup(json->valuestring);
}

/* Calls a method, whose request it frees; the answer is the caller's, or nobody's where `answer` is NULL. */
OdinReturnCode core_call(odind *daemon, const char *method, cJSON *request, cJSON **answer) {
    odind_error error = {0};
    char *body = cJSON_PrintUnformatted(request);
    cJSON_Delete(request);
    if (!body) return core_refuse("OUT_OF_MEMORY", "there is no memory for a request");
    char *text = odind_call(daemon, method, body, &error);
    cJSON_free(body);
    if (!text) return core_error(&error);
    if (answer) *answer = cJSON_Parse(text);
    free(text);
    if (answer && !*answer) return core_refuse("ANSWER_INVALID", "the daemon's answer is no JSON");
    return 0;
}
