/* Messages on an audio socket: each behind its length, docs/AUDIO-SOCKET.md. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "internal.h"

static int unreachable(const char *target, const char *why, odind_error *error) {
    return odind_fail(error, "UNAVAILABLE", "DAEMON_UNREACHABLE", "the audio socket %s cannot be reached: %s", target, why);
}

static int dial_unix(const char *path, odind_error *error) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return unreachable(path, "its path is too long", error);
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && !connect(fd, (struct sockaddr *)&address, sizeof address)) return fd;
    unreachable(path, strerror(errno), error);
    if (fd >= 0) close(fd);
    return -1;
}

static int dial_tcp(const char *target, odind_error *error) {
    char host[256];
    const char *colon = strrchr(target, ':');
    if (!colon || (size_t)(colon - target) >= sizeof host) return unreachable(target, "it is no host:port", error);
    snprintf(host, sizeof host, "%.*s", (int)(colon - target), target);
    struct addrinfo *found = NULL, hints = {.ai_socktype = SOCK_STREAM};
    int code = getaddrinfo(host, colon + 1, &hints, &found);
    if (code) return unreachable(target, gai_strerror(code), error);
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_there = fd >= 0 && !connect(fd, found->ai_addr, found->ai_addrlen);
    if (!is_there) unreachable(target, strerror(errno), error);
    freeaddrinfo(found);
    if (is_there) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

/* Connects with "unix:/path" or "host:port"; returns a file descriptor, or -1. */
int odind_dial(const char *target, odind_error *error) {
    return strncmp(target, "unix:", 5) ? dial_tcp(target, error) : dial_unix(target + 5, error);
}

/* Sends one message of two parts; returns false when the other side is gone. */
bool odind_send(int fd, const void *head, size_t head_size, const void *body, size_t body_size) {
    uint32_t length = htonl((uint32_t)(head_size + body_size));
    struct iovec parts[] = {{&length, 4}, {(void *)head, head_size}, {(void *)body, body_size}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 3};
    while (message.msg_iovlen) {
        ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return false;
        for (; message.msg_iovlen && (size_t)sent >= message.msg_iov->iov_len; message.msg_iov++, message.msg_iovlen--)
            sent -= (ssize_t)message.msg_iov->iov_len;
        if (message.msg_iovlen) {
            message.msg_iov->iov_base = (char *)message.msg_iov->iov_base + sent;
            message.msg_iov->iov_len -= (size_t)sent;
        }
    }
    return true;
}

static bool receive_all(int fd, void *to, size_t size) {
    for (char *at = to; size;) {
        ssize_t got = recv(fd, at, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

/* Receives a message of at most ODIND_MAX_MESSAGE bytes; returns its size, or -1 when the other side is gone. */
long odind_receive(int fd, uint8_t *message) {
    uint32_t length;
    if (!receive_all(fd, &length, 4) || (length = ntohl(length)) > ODIND_MAX_MESSAGE) return -1;
    return receive_all(fd, message, length) ? (long)length : -1;
}
