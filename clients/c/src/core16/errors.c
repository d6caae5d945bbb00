/* Return codes. A number says little, so each text of an error has one: the latest 1,024 texts are kept. */
#include <stdio.h>
#include <string.h>

#include "core.h"

enum { KEPT = 1024, FIRST = 0x80000000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char texts[KEPT][sizeof(odind_error)];
static unsigned used;

static OdinReturnCode code_of(const char *text) {
    pthread_mutex_lock(&lock);
    unsigned count = used < KEPT ? used : KEPT, number = 0;
    while (number < count && strcmp(texts[number], text)) number++;
    if (number == count) {
        number = used++ % KEPT;
        snprintf(texts[number], sizeof texts[number], "%s", text);
    }
    pthread_mutex_unlock(&lock);
    return FIRST | number;
}

OdinReturnCode core_error(const odind_error *error) {
    char text[sizeof *error];
    snprintf(text, sizeof text, "%s: %s", *error->reason ? error->reason : error->code, error->message);
    return code_of(text);
}

OdinReturnCode core_refuse(const char *reason, const char *message) {
    odind_error error = {0};
    snprintf(error.reason, sizeof error.reason, "%s", reason);
    snprintf(error.message, sizeof error.message, "%s", message);
    return core_error(&error);
}

/* Writes a text, and returns its length without the final 0. */
OdinReturnCode core_text(const char *text, char *out, size_t size) {
    size_t length = strlen(text);
    if (!out || length >= size) return core_refuse("BUFFER_TOO_SMALL", "the buffer is too small for the text and its final 0");
    memcpy(out, text, length + 1);
    return (OdinReturnCode)length;
}

bool odin_is_error(OdinReturnCode code) { return code >> 29; }

size_t odin_error_format(OdinReturnCode error, char *buf, size_t buf_len) {
    char text[sizeof(odind_error)] = "no error";
    unsigned number = error & ~FIRST;
    if (odin_is_error(error)) snprintf(text, sizeof text, "unknown error %u", error);
    pthread_mutex_lock(&lock);
    if (odin_is_error(error) && number < KEPT && *texts[number]) memcpy(text, texts[number], sizeof text);
    pthread_mutex_unlock(&lock);
    if (buf && buf_len) snprintf(buf, buf_len, "%s", text);
    return strlen(text) + 1;
}
