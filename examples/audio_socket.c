/* Speaks raw sound from stdin into a room, and writes what is heard meanwhile to stdout: 16 bit, mono, 48 kHz.
   cc -o audio_socket audio_socket.c && ./audio_socket /run/odind/odind.audio CONNECTION <said.raw >heard.raw */
#include <arpa/inet.h>
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct { const uint8_t *at, *end; } Bytes;

static size_t put(uint8_t *to, int field, const void *data, size_t size) { /* writes a field of bytes */
    uint8_t *at = to;
    size_t left = size;
    for (*at++ = field << 3 | 2; left > 127; left >>= 7) *at++ = left | 128;
    *at++ = left;
    memcpy(at, data, size);
    return at + size - to;
}

static uint64_t number(Bytes *from) {
    uint64_t value = 0;
    for (int shift = 0; from->at < from->end && shift < 64; shift += 7) {
        value |= (uint64_t)(*from->at & 127) << shift;
        if (*from->at++ < 128) break;
    }
    return value;
}

static int take(Bytes *from, uint64_t field, Bytes *found) { /* reads on to the next field of bytes of that number */
    while (from->at < from->end) {
        uint64_t key = number(from), wire = key & 7;
        size_t size = wire == 2 ? number(from) : wire == 5 ? 4 : wire == 1 ? 8 : (number(from), 0);
        if (size > (size_t)(from->end - from->at)) errx(1, "this is not protobuf");
        found->at = from->at;
        found->end = from->at += size;
        if (key == (field << 3 | 2)) return 1;
    }
    return 0;
}

static void say(FILE *to, const uint8_t *message, uint32_t size) { /* its length, and the message */
    uint32_t length = htonl(size);
    if (fwrite(&length, 4, 1, to) != 1 || fwrite(message, 1, size, to) != size || fflush(to)) err(1, "say");
}

static int speak(FILE *to, const char *connection) {
    static uint8_t sound[9600], part[9700], request[9800]; /* 100 ms */
    size_t size = put(part, 1, connection, strlen(connection));
    size += put(part + size, 2, "", 0); /* StreamAudioConfig: send and */
    size += put(part + size, 3, "", 0); /* receive, both as is usual */
    say(to, request, 0);                /* AudioSocketHello */
    say(to, request, put(request, 2, part, size)); /* StreamAudioRequest.config */
    while ((size = fread(sound, 1, sizeof sound, stdin)))
        say(to, request, put(request, 3, part, put(part, 1, sound, size))); /* .chunk */
    say(to, request, 0); /* that was all */
    return 0;
}

int main(int argc, char **argv) {
    static uint8_t message[1 << 24];
    struct sockaddr_un address = {AF_UNIX, ""};
    if (argc != 3 || strlen(argv[1]) >= sizeof address.sun_path) errx(2, "say which SOCKET and CONNECTION");
    strcpy(address.sun_path, argv[1]);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) err(1, "%s", argv[1]);
    if (fork() == 0) return speak(fdopen(fd, "w"), argv[2]);
    FILE *from = fdopen(fd, "r");
    for (uint32_t length; fread(&length, 4, 1, from) == 1;) {
        Bytes found, frame, pcm, all = {message, message + ntohl(length)};
        if (fread(message, 1, ntohl(length), from) != ntohl(length)) break;
        for (Bytes left = all; take(&left, 3, &found);) /* StreamAudioResponse.frames */
            while (take(&found, 1, &frame))
                if (take(&frame, 5, &pcm)) fwrite(pcm.at, 1, pcm.end - pcm.at, stdout);
        for (Bytes left = all; take(&left, 12, &found);) /* .call_ended */
            while (take(&found, 2, &pcm)) errx(1, "%.*s", (int)(pcm.end - pcm.at), pcm.at); /* its detail */
        for (Bytes left = all; take(&left, 4, &found);) return fflush(stdout); /* .drained: all is said */
    }
    errx(1, "the daemon has hung up");
}
