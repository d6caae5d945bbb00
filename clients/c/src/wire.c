/* Protocol Buffers, as far as an audio call needs them: https://protobuf.dev/programming-guides/encoding/ */
#include <string.h>

#include "internal.h"

enum { NUMBER = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5 };

static bool take_number(odind_bytes *from, uint64_t *value) {
    *value = 0;
    for (int shift = 0; from->at < from->end && shift < 64; shift += 7) {
        *value |= (uint64_t)(*from->at & 127) << shift;
        if (*from->at++ < 128) return true;
    }
    return false;
}

static bool take_bytes(odind_bytes *from, uint64_t size, odind_bytes *bytes) {
    if (size > (uint64_t)(from->end - from->at)) return false;
    bytes->at = from->at;
    bytes->end = from->at += size;
    return true;
}

/* Reads the next field; returns false at the end, and at bytes that are no protobuf. */
bool odind_next_field(odind_bytes *from, odind_field *field) {
    uint64_t key, size = 0;
    if (!take_number(from, &key)) return false;
    field->number = (uint32_t)(key >> 3);
    field->value = 0;
    field->bytes = (odind_bytes){from->at, from->at};
    switch (key & 7) {
    case NUMBER: return take_number(from, &field->value);
    case FIXED64: return take_bytes(from, 8, &field->bytes);
    case FIXED32: return take_bytes(from, 4, &field->bytes);
    case BYTES: return take_number(from, &size) && take_bytes(from, size, &field->bytes);
    default: return false;
    }
}

static size_t put_varint(uint8_t *to, uint64_t value) {
    size_t size = 0;
    for (; value > 127; value >>= 7) to[size++] = (uint8_t)(value | 128);
    to[size++] = (uint8_t)value;
    return size;
}

/* Writes a number, and returns its size: 11 bytes at most. */
size_t odind_put_number(uint8_t *to, uint32_t number, uint64_t value) {
    size_t size = put_varint(to, number << 3 | NUMBER);
    return size + put_varint(to + size, value);
}

/* Writes what stands before so many bytes: 11 bytes at most. */
size_t odind_put_header(uint8_t *to, uint32_t number, size_t size) {
    size_t written = put_varint(to, number << 3 | BYTES);
    return written + put_varint(to + written, size);
}

size_t odind_put_bytes(uint8_t *to, uint32_t number, const void *data, size_t size) {
    size_t written = odind_put_header(to, number, size);
    if (size) memcpy(to + written, data, size);
    return written + size;
}
