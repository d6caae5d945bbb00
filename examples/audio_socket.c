/* Speaks raw sound from stdin into a room, and writes what is heard meanwhile to stdout: 16 bit, mono, 48 kHz.
   cc -o audio_socket audio_socket.c && ./audio_socket /run/odind/odind.audio CONNECTION <said.raw >heard.raw */
#include <arpa/inet.h>
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void say(FILE *to, const void *message, uint32_t size) { /* its length, and the message */
    uint32_t length = htonl(size);
    if (fwrite(&length, 4, 1, to) != 1 || fwrite(message, 1, size, to) != size || fflush(to)) err(1, "say");
}

static int speak(FILE *to, const char *connection) {
    static uint8_t request[6 + 9600]; /* up to 100 ms of sound */
    int size = strlen(connection);
    say(to, request, 0); /* AudioSocketHello, and a config that sends and receives as usual */
    say(to, request, sprintf((char *)request, "\x12%c\n%c%s\x12%c\x1a%c", size + 6, size, connection, 0, 0));
    while ((size = fread(request + 6, 1, sizeof request - 6, stdin))) { /* .chunk and its pcm, by size */
        uint8_t head[] = {0x1a, (size + 3) | 128, (size + 3) >> 7, 0x0a, size | 128, size >> 7};
        say(to, memcpy(request, head, 6), size + 6);
    }
    say(to, request, 0); /* that was all */
    return 0;
}

static uint64_t number(const uint8_t **at, const uint8_t *end) {
    uint64_t value = 0, byte = 128;
    for (int shift = 0; byte > 127 && *at < end && shift < 64; shift += 7)
        value |= ((byte = *(*at)++) & 127) << shift;
    return value;
}

static void hear(const uint8_t *at, const uint8_t *end, uint64_t path) { /* a message, by its field numbers */
    while (at < end) {
        uint64_t key = number(&at, end), wire = key & 7;
        uint64_t size = wire == 5 ? 4 : wire == 1 ? 8 : number(&at, end);
        if (wire == 0) size = 0; /* it was the value */
        if (size > (uint64_t)(end - at)) errx(1, "this is not protobuf");
        uint64_t field = wire == 2 ? path * 100 + key / 8 : 0;
        if (field == 3 || field == 301 || field == 12) hear(at, at + size, field); /* what has them */
        if (field == 30105) fwrite(at, 1, size, stdout);                           /* its pcm */
        if (field == 1202) errx(1, "%.*s", (int)size, at);                         /* the detail of its error */
        if (field == 4) exit(fflush(stdout));                                      /* drained: all is said */
        at += size;
    }
}

int main(int argc, char **argv) {
    static uint8_t message[1 << 20];
    struct sockaddr_un address = {AF_UNIX, ""};
    if (argc != 3 || strlen(argv[1]) >= sizeof address.sun_path || strlen(argv[2]) > 100)
        errx(2, "say which SOCKET and CONNECTION");
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    strcpy(address.sun_path, argv[1]);
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) err(1, "%s", argv[1]);
    if (fork() == 0) return speak(fdopen(fd, "w"), argv[2]);
    FILE *from = fdopen(fd, "r");
    for (uint32_t size; fread(&size, 4, 1, from) == 1; hear(message, message + ntohl(size), 0))
        if (ntohl(size) > sizeof message || fread(message, 1, ntohl(size), from) != ntohl(size)) break;
    errx(1, "the daemon has hung up");
}
