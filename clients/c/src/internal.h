/* What the parts of libodind share. */
#ifndef ODIND_INTERNAL_H
#define ODIND_INTERNAL_H

#include <cjson/cJSON.h>
#include <curl/curl.h>

#include "odind.h"

#define ODIND_MAX_MESSAGE (1u << 20)

/* `bearer` is NULL where it is to be found anew for each request. */
struct odind {
    char *url;
    char *bearer;
};

/* error.c. Both return -1. */
int odind_fail(odind_error *error, const char *code, const char *reason, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
int odind_fail_with_answer(odind_error *error, long status, const char *answer);

/* http.c */
typedef struct odind_text {
    char *at;
    size_t size;
} odind_text;

bool odind_text_add(odind_text *text, const char *data, size_t size);
CURL *odind_request(const odind *daemon, const char *path, struct curl_slist **headers, odind_error *error);
int odind_unreachable(odind_error *error, const odind *daemon, CURLcode code);
cJSON *odind_ask(odind *daemon, const char *method, const cJSON *request, odind_error *error);

/* bearer.c */
char *odind_find_bearer(void);

/* wire.c: the few fields of protobuf that an audio call has. */
typedef struct odind_bytes {
    const uint8_t *at, *end;
} odind_bytes;

typedef struct odind_field {
    uint32_t number;
    uint64_t value;    /* of a number */
    odind_bytes bytes; /* of bytes, a text or a message */
} odind_field;

bool odind_next_field(odind_bytes *from, odind_field *field);
size_t odind_put_number(uint8_t *to, uint32_t number, uint64_t value);
size_t odind_put_header(uint8_t *to, uint32_t number, size_t size);
size_t odind_put_bytes(uint8_t *to, uint32_t number, const void *data, size_t size);

/* door.c: messages on a socket. */
int odind_dial(const char *target, odind_error *error);
bool odind_send(int socket, const void *head, size_t head_size, const void *body, size_t body_size);
long odind_receive(int socket, uint8_t *message);

#endif
